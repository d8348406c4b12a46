import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ToneText } from '../../components/common/ToneText';
import type { Choice } from './Choice';

const useStyles = makeStyles({
  root: { minWidth: 0, overflowWrap: 'anywhere' },
});

/** A choice as it stands in the list. */
export const ChoiceOption = ({ choice }: { readonly choice: Choice }) => {
  const classes = useStyles();
  const { value, title, details, note } = choice;
  const below = [title && value, details].filter(Boolean).join(' · ');
  return (
    <div className={classes.root}>
      <Typography variant="body1">{title ?? value}</Typography>
      {below && (
        <Typography variant="body2" color="textSecondary">
          {below}
        </Typography>
      )}
      {note && (
        <Typography variant="body2" component="div">
          <ToneText tone={note.tone}>{note.text}</ToneText>
        </Typography>
      )}
    </div>
  );
};
