import { makeStyles } from '@material-ui/core/styles';
import type { AuditItem } from '../../audit/AuditItem';
import { outcomeWords } from '../../audit/itemWords';
import type { Translate } from '../../audit/Translate';
import { ToneIcon } from '../common/ToneText';

const useStyles = makeStyles({ icon: { verticalAlign: 'text-bottom' } });

/** How a request went, on one line: icon and words. */
export const OutcomeText = ({
  item,
  className,
  t,
}: {
  readonly item: AuditItem;
  readonly className: string;
  readonly t: Translate;
}) => {
  const classes = useStyles();
  const words = outcomeWords(item, t);
  return (
    <span className={className} title={words?.text} aria-hidden>
      {words && (
        <>
          <ToneIcon tone={words.tone} className={classes.icon} /> {words.text}
        </>
      )}
    </span>
  );
};
