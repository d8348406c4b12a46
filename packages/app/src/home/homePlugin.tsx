import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import HomeIcon from '@material-ui/icons/Home';

const homeRouteRef = createRouteRef();

/** The page on which everyone lands. */
export const homePlugin = createFrontendPlugin({
  pluginId: 'home',
  title: 'Home',
  icon: <HomeIcon />,
  routes: { root: homeRouteRef },
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        title: 'Home',
        noHeader: true,
        routeRef: homeRouteRef,
        loader: async () => {
          const { HomePage } = await import('./HomePage');
          return <HomePage />;
        },
      },
    }),
  ],
});
