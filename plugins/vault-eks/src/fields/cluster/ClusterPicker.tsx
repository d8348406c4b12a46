import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { FoundCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useContext, useMemo } from 'react';
import { ToneText } from '../../components/common/ToneText';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import { FINDING_TONES } from '../../status/tone';
import type { Choice } from '../common/Choice';
import { ChoiceField } from '../common/ChoiceField';
import { Findings } from '../common/Findings';
import { placeIn, type FormPlace } from '../common/formValues';
import { LookUpNotice } from '../common/LookUpNotice';
import { useSearch } from '../common/useSearch';
import { vaultEksFormApiRef } from '../formApi';
import { findClusters } from './findClusters';
import { PlaceContext } from './PlaceContext';

const useStyles = makeStyles({ silent: { overflowWrap: 'anywhere' } });

interface ClusterChoice extends Choice {
  readonly cluster: FoundCluster;
}

function choiceOf(cluster: FoundCluster, t: Translate): ClusterChoice {
  const { name, account, region, version, status, problems } = cluster;
  const [worst] = problems;
  return {
    cluster,
    value: name,
    details: [
      region,
      account,
      version && t('fields.cluster.version', { version }),
      status,
    ]
      .filter(Boolean)
      .join(' · '),
    note: worst && {
      tone: FINDING_TONES[worst.severity],
      text: t(`findings.${worst.severity}`, { what: worst.what }),
    },
  };
}

/** The cluster that the form means, if it was found. */
const chosenAmong = (
  clusters: readonly FoundCluster[],
  { region, account }: FormPlace,
  name: string | undefined,
) =>
  clusters.find(
    cluster =>
      cluster.name === name &&
      (!region || cluster.region === region) &&
      (!account || cluster.account === account),
  );

/** The name of an EKS cluster: typed, or picked from those that the portal finds, with what is wrong with each. */
export const ClusterPicker = (props: FieldExtensionComponentProps<string>) => {
  const { formContext, formData, onChange } = props;
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const api = useApi(vaultEksFormApiRef);
  const fillIn = useContext(PlaceContext);
  const place = placeIn(formContext);
  const { region, account } = place;
  const search = useCallback(
    (text: string | undefined, signal: AbortSignal) =>
      findClusters({ api, place: { region, account }, search: text, signal }),
    [api, region, account],
  );
  const lookUp = useSearch(search, formData ?? '');
  const { answer, loading } = lookUp;
  const choices = useMemo(
    () => (answer?.clusters ?? []).map(cluster => choiceOf(cluster, t)),
    [answer, t],
  );
  const chosen = chosenAmong(answer?.clusters ?? [], place, formData);

  return (
    <ChoiceField
      field={props}
      choices={choices}
      loading={loading}
      onChoose={({ cluster }) =>
        fillIn ? fillIn(cluster) : onChange(cluster.name)
      }
    >
      <LookUpNotice lookUp={lookUp} what={t('fields.cluster.what')} />
      {answer?.silent.map(({ account: silent, region: where, reason }) => (
        <Typography
          key={`${silent} ${where}`}
          variant="body2"
          component="div"
          className={classes.silent}
        >
          <ToneText tone="info">
            {t('fields.cluster.silent', {
              place: [where, silent].filter(Boolean).join(', '),
              reason,
            })}
          </ToneText>
        </Typography>
      ))}
      <Findings
        findings={chosen?.problems ?? []}
        label={t('fields.cluster.problems')}
      />
    </ChoiceField>
  );
};
