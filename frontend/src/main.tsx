import '@mantine/core/styles.css';
import '@fontsource-variable/inter/opsz.css';
import './styles/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { styleNonce } from './api/client';
import { App } from './app/App';
import { cssVariables, theme } from './app/theme';

declare global {
  var __webpack_nonce__: string | undefined;
}

// Dialogs hold the page still with a style element of their own; their library looks for the nonce here.
globalThis.__webpack_nonce__ = styleNonce();

// The server is on this machine: asking again at once is cheap, and a network that is "offline" is no hindrance.
const queries = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, staleTime: 2_000, refetchOnWindowFocus: true },
    mutations: { networkMode: 'always', retry: false },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
