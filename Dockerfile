# `tabularium serve` in a container; how it is started stands in docs/serve.md.

FROM node:24-slim AS build
WORKDIR /tabularium
COPY . .
# Builds dist/ as well.
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /tabularium
COPY --from=build /tabularium/package.json package.json
COPY --from=build /tabularium/node_modules node_modules
COPY --from=build /tabularium/dist dist
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=4", "dist/tabularium.js"]
CMD ["serve", "--data", "/data", "--port", "8080", "--host", "0.0.0.0"]
