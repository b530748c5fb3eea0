# The web process, the worker and beat are one image with different commands: docker-compose.yml.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=more_platform.settings

RUN useradd --system --uid 10001 --home-dir /srv/platform --shell /usr/sbin/nologin platform
WORKDIR /srv/platform

COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . ./
# Collecting needs settings but no service and no secret: these values are used here and nowhere else.
RUN SECRET_KEY=build BLIND_INDEX_KEY=build SEALING_KEYS=build \
    IDENTIFIER_KEYS="build:$(python -c "import base64; print(base64.urlsafe_b64encode(bytes(32)).decode())")" \
    DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
    python manage.py collectstatic --noinput --verbosity=0 --ignore=rest_framework \
    && python -m compileall -q .

USER platform
EXPOSE 8000

# An invitation's secret is part of its address: no access log here, and none in the proxy before it.
CMD ["gunicorn", "more_platform.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "3", "--threads", "8", \
     "--timeout", "60", "--graceful-timeout", "20", "--max-requests", "5000", \
     "--max-requests-jitter", "500", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

# Asked for by name, as the proxy does: other names are refused.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.')}), timeout=4)"]
