# One image for every part of Berth; the command says which. Build: docker build -t berth .
FROM node:24-bookworm-slim AS build
WORKDIR /berth
COPY . .
RUN npm install --no-save --no-fund --no-audit && npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /berth
COPY --from=build --chown=node:node /berth /berth
USER node
CMD ["node", "gateway/dist/main.js"]
