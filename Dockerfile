# Three stages: the front end, the Python packages, and what runs. Nothing of the first two but their results ships.

FROM node:22-bookworm-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
COPY templates/ /src/templates/
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --requirement requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LIFOW_VAR=/var/lib/lifow
# `manage.py backup` and `restore` run the programs of PostgreSQL, which have to be of the server's version or newer.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/lifow --create-home lifow
WORKDIR /srv/lifow
COPY --from=packages /opt/venv /opt/venv
COPY LICENSE manage.py gunicorn.conf.py ./
COPY templates/ templates/
COPY docs/guide/method.md docs/guide/method.md
COPY lifow/ lifow/
COPY assessments/ assessments/
COPY content/ content/
COPY mentoring/ mentoring/
COPY portal/ portal/
COPY channels/ channels/
# The demo company and the style guide are for those who try lifow, never for a company's own site.
ARG LIFOW_DEMO=false
ENV LIFOW_DEMO=$LIFOW_DEMO
RUN --mount=type=bind,source=demo,target=/tmp/demo \
    if [ "$LIFOW_DEMO" = true ]; then cp -r /tmp/demo demo; else rm -r portal/styleguide templates/portal/styleguide templates/demo; fi
COPY --from=frontend /src/lifow/static/dist/ lifow/static/dist/
# A Redis makes the settings those of production; none is spoken to here, and no key of the build stays.
RUN LIFOW_VAR=/tmp/build REDIS_URL=redis://none python manage.py collectstatic --no-input && rm -rf /tmp/build
# Compiled once here, not by each process that starts.
RUN python -m compileall -q .
USER lifow
VOLUME /var/lib/lifow
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "lifow.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=2", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--max-requests=10000", "--max-requests-jitter=1000"]
