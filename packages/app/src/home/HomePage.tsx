import { Content, Header, Page } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { VaultFleet } from '@vault-eks/backstage-plugin-vault-eks';
import { Steps } from './Steps';

const useStyles = makeStyles(theme => ({
  steps: { marginTop: theme.spacing(5) },
}));

/** Where a person begins: the Vaults that there are, or the way to the first one. */
export const HomePage = () => {
  const classes = useStyles();
  return (
    <Page themeId="home">
      <Header
        title="Vault on EKS"
        subtitle="From a form to a production-grade Vault on a cluster you already have"
      />
      <Content>
        <VaultFleet />
        <section className={classes.steps} aria-labelledby="how-it-goes">
          <Typography id="how-it-goes" variant="h5" component="h2" gutterBottom>
            How it goes
          </Typography>
          <Steps />
        </section>
      </Content>
    </Page>
  );
};
