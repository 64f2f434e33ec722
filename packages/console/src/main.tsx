import './frame/zod-without-eval.ts';
import './styles/mantine.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/contrast.css';
import './styles/touch.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.ts';
import { ErrorBoundary } from './frame/error-boundary.tsx';
import { startServiceWorker } from './frame/service-worker.ts';
import { router } from './router.tsx';
import { colorSchemeManager, theme } from './theme.ts';

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ErrorBoundary>
  </MantineProvider>,
);

addEventListener('load', () => void startServiceWorker());
