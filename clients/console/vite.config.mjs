import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';

/** Where `npm run dev` finds a gateway: the one that `npm start` starts. */
const GATEWAY = process.env.BERTH_URL ?? 'http://127.0.0.1:4000';
const SERVED_BY_GATEWAY = ['/api', '/graphql', '/info', '/docs', '/cli', '/python', '/health'];

/** @type {import('vite').UserConfig} */
export default {
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // A policy without 'unsafe-inline' and data: URLs has no place for what is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // what the test of sizes goes by
    manifest: true,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      SERVED_BY_GATEWAY.map((path) => [path, { target: GATEWAY, changeOrigin: false }]),
    ),
  },
};
