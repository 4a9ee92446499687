import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { refusalOf } from './api/refusal.js';
import { router } from './app/router.js';
import { ReaderProvider } from './i18n/text.js';
import './design/theme.css';

/** What may pass by itself is tried again; a refusal stays one. */
const PASSING: ReadonlySet<string> = new Set(['UNREACHABLE', 'UNAVAILABLE']);
const MAX_RETRIES = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < MAX_RETRIES && PASSING.has(refusalOf(error).code),
      staleTime: 10_000,
    },
  },
});

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no #app');
createRoot(place).render(
  <StrictMode>
    <ReaderProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ReaderProvider>
  </StrictMode>,
);
