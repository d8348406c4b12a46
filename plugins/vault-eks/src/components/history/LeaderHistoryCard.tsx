import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  vaultEksStatusReadPermission,
  type TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useRef, useState } from 'react';
import { useTransitions } from '../../hooks/useTransitions';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { leaderTerms } from '../../status/leaderTerms';
import { Card } from '../common/Card';
import { Problem } from '../common/Problem';
import { LeaderBar } from './LeaderBar';
import { LeaderList } from './LeaderList';

/** How many are shown before somebody asks for more. */
const FEW = 10;
const MOST = 100;
const KINDS: readonly TransitionKind[] = ['leader-changed'];

const History = ({ entityRef }: { readonly entityRef: string }) => {
  const { t } = useVaultEksTranslation();
  const [few, setFew] = useState(true);
  const list = useRef<HTMLOListElement>(null);
  const { data, error, refresh } = useTransitions({
    entityRef,
    kinds: KINDS,
    limit: MOST,
  });
  if (!data) {
    return error ? (
      <Problem
        error={error}
        what={t('history.what')}
        permission={vaultEksStatusReadPermission.name}
        onRetry={refresh}
      />
    ) : (
      <Progress />
    );
  }
  const known = leaderTerms(data.transitions, Date.now());
  const terms = few ? known.slice(0, FEW) : known;
  if (terms.length === 0) {
    return <Typography variant="body2">{t('history.none')}</Typography>;
  }
  return (
    <>
      <LeaderBar terms={terms} />
      <LeaderList terms={terms} listRef={list} />
      {terms.length < known.length && (
        <Button
          size="small"
          onClick={() => {
            setFew(false);
            // The button goes.
            list.current?.focus();
          }}
        >
          {t('history.older')}
        </Button>
      )}
    </>
  );
};

/** Who led when: the last hundred changes that the monitor remembers. */
export const LeaderHistoryCard = ({
  entityRef,
}: {
  readonly entityRef: string;
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('history.title')}>
      <History entityRef={entityRef} />
    </Card>
  );
};
