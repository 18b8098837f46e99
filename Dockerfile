# Builds the staff console and trains the classifier, so that the container starts in seconds.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build:console && npm run nlu -- train

FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY src ./src
COPY dialogs ./dialogs
COPY locales ./locales
COPY --from=build /app/dist ./dist
COPY --from=build /app/.cache ./.cache
# A new volume takes the owner of the folder it is laid over.
RUN mkdir /data /keys && chown node:node /data /keys
USER node
ENV NODE_ENV=production DATA_DIR=/data
VOLUME /data
EXPOSE 3978
HEALTHCHECK --interval=15s --timeout=3s --start-period=120s CMD ["node", "-e", "fetch('http://127.0.0.1:3978/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
