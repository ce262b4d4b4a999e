"""What the process counts, for Prometheus: told to neighbors only, like whether it is ready."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.negotiation import is_within
from api.metrics import Metrics
from api.settings import Settings


class MetricsEndpoint:
    """Answers `/metrics`."""

    def __init__(self, metrics: Metrics, settings: Settings) -> None:
        self._metrics = metrics
        self._settings = settings

    async def told(self, request: Request) -> Response:
        """Return the metrics of this process in the text format, to the addresses of the settings only."""
        if not is_within(request, self._settings.health_networks):
            return json_answer({"status": "forbidden"}, 403)
        return Response(generate_latest(self._metrics.registry), media_type=CONTENT_TYPE_LATEST)
