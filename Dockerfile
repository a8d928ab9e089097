# Dorpsronde for production; `docker-compose.yml` puts it together with its database and queue.

FROM node:22-bookworm-slim AS web
WORKDIR /app/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

# What the wheels want of the system beside its own C and C++ libraries.
FROM python:3.11-slim-bookworm AS base
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends \
    libexpat1 libharfbuzz-subset0 libpangoft2-1.0-0 && rm -rf /var/lib/apt/lists/*

# As in `make setup`: the locked packages by hash, then this checkout; the kernels are compiled here, not in use.
FROM base AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv .venv
COPY requirements/run.txt requirements/run.txt
RUN .venv/bin/pip install --no-deps --require-hashes -r requirements/run.txt
COPY . .
COPY --from=web /app/maps/static maps/static
RUN .venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q -x '\.venv' . \
    && DORPSRONDE_CACHE_DIR=/var/cache/dorpsronde .venv/bin/dorpsronde warm-up

FROM base
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin dorpsronde \
    && install --directory --owner 10001 --group 10001 --mode 0750 /data
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /var/cache/dorpsronde /var/cache/dorpsronde
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DORPSRONDE_CACHE_DIR=/var/cache/dorpsronde \
    DORPSRONDE_HOME=/data \
    DORPSRONDE_LOG_FORMAT=json
WORKDIR /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["dorpsronde", "health"]
CMD ["dorpsronde", "serve", "--host", "0.0.0.0", "--port", "8000"]
