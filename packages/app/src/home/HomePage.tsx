import {
  Content,
  ContentHeader,
  Header,
  Page,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  NewVaultButton,
  VaultFleet,
} from '@vault-eks/backstage-plugin-vault-eks';
import { Steps } from './Steps';

const useStyles = makeStyles(theme => ({
  steps: { marginBottom: theme.spacing(4) },
}));

/** Where a person begins: what can be done here, and the Vaults that there are. */
export const HomePage = () => {
  const classes = useStyles();
  return (
    <Page themeId="home">
      <Header
        title="Vault on EKS"
        subtitle="From a form to a production-grade Vault on a cluster you already have"
      />
      <Content>
        <ContentHeader title="How it goes">
          <NewVaultButton />
        </ContentHeader>
        <div className={classes.steps}>
          <Steps />
        </div>
        <Typography variant="h5" component="h2" gutterBottom>
          Your Vaults
        </Typography>
        <VaultFleet />
      </Content>
    </Page>
  );
};
