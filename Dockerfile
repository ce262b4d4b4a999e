# The production image: the application and what it runs on, without the embedded server and without test tools.
FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/pult \
 && /opt/pult/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/requirements.lock

FROM python:3.13-slim
ENV PATH=/opt/pult/bin:$PATH PYTHONUNBUFFERED=1 PORT=8000 VAR_DIR=/var/lib/pult
RUN useradd --system --uid 10001 --home-dir /var/lib/pult --create-home pult
WORKDIR /srv/pult
COPY --from=packages /opt/pult /opt/pult
COPY . .
# Compiled here: the running container writes nothing beside its code.
RUN python -m compileall -q /srv/pult
# By number, so that a host that knows no such name sees that it is not root.
USER 10001
ENV PYTHONDONTWRITEBYTECODE=1
VOLUME /var/lib/pult
EXPOSE 8000
# Whatever ALLOWED_HOSTS says: this address is answered under any name.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live', timeout=2)"]
CMD ["python", "-m", "api", "serve"]
