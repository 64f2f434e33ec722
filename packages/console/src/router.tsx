import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Broken, NotFound } from './frame/broken.tsx';
import { Frame } from './frame/frame.tsx';
import { HomeScreen } from './home/home-screen.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });

const home = createRoute({ getParentRoute: () => frame, path: '/', component: HomeScreen });

const reviewAll = createRoute({
  getParentRoute: () => frame,
  path: '/review',
  component: lazyRouteComponent(() => import('./review/review-screen.tsx'), 'ReviewAllScreen'),
});

const reviewOne = createRoute({
  getParentRoute: () => frame,
  path: '/review/$checkpoint',
  component: lazyRouteComponent(() => import('./review/review-screen.tsx'), 'ReviewScreen'),
});

const grid = createRoute({
  getParentRoute: () => frame,
  path: '/grid/$checkpoint',
  component: lazyRouteComponent(() => import('./grid/grid-screen.tsx'), 'GridScreen'),
});

export interface ItemsSearch {
  checkpoint?: string;
  state?: string;
  search?: string;
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;

const items = createRoute({
  getParentRoute: () => frame,
  path: '/items',
  validateSearch: (search: Record<string, unknown>): ItemsSearch => {
    const [checkpoint, state, text] = [textIn(search['checkpoint']), textIn(search['state']), textIn(search['search'])];
    return { ...(checkpoint && { checkpoint }), ...(state && { state }), ...(text && { search: text }) };
  },
  component: lazyRouteComponent(() => import('./items/items-screen.tsx'), 'ItemsScreen'),
});

const item = createRoute({
  getParentRoute: () => frame,
  path: '/items/$id',
  component: lazyRouteComponent(() => import('./items/item-screen.tsx'), 'ItemScreen'),
});

const itemReview = createRoute({
  getParentRoute: () => frame,
  path: '/items/$id/review',
  component: lazyRouteComponent(() => import('./review/review-screen.tsx'), 'ReviewItemScreen'),
});

const lessons = createRoute({
  getParentRoute: () => frame,
  path: '/lessons',
  component: lazyRouteComponent(() => import('./lessons/lessons-screen.tsx'), 'LessonsScreen'),
});

const batches = createRoute({
  getParentRoute: () => frame,
  path: '/batches',
  component: lazyRouteComponent(() => import('./batches/batches-screen.tsx'), 'BatchesScreen'),
});

const batch = createRoute({
  getParentRoute: () => frame,
  path: '/batches/$id',
  component: lazyRouteComponent(() => import('./batches/batch-screen.tsx'), 'BatchScreen'),
});

const workflows = createRoute({
  getParentRoute: () => frame,
  path: '/workflows',
  component: lazyRouteComponent(() => import('./workflows/workflows-screen.tsx'), 'WorkflowsScreen'),
});

const versions = createRoute({
  getParentRoute: () => frame,
  path: '/checkpoints/$checkpoint/versions',
  component: lazyRouteComponent(() => import('./versions/versions-screen.tsx'), 'VersionsScreen'),
});

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-screen.tsx'), 'SettingsScreen'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./sign-in/welcome-screen.tsx'), 'WelcomeScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    frame.addChildren([home, reviewAll, reviewOne, grid, items, item, itemReview, lessons, batches, batch, workflows, versions, settings]),
    welcome,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
