"""Orders that web shops send by themselves: no key, but every message is signed over its very bytes."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.caller import CALLER_LEFT, CallerLeftError
from api.dependencies import Settings, Stored
from api.payload import read_payload
from api.problem_docs import problem_docs
from rounds.web_receiving import receive_delivery

__all__ = ["router"]

router = APIRouter(prefix="/api/v1")

BODY = {
    "requestBody": {
        "description": "An order as WooCommerce or Shopify writes it, signed in `X-WC-Webhook-Signature` or"
        " `X-Shopify-Hmac-Sha256`: base64 of HMAC-SHA256 over the body.",
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.post(
    "/webhooks-in/{web_shop_id}",
    tags=["web shops"],
    status_code=HTTPStatus.OK,
    response_class=Response,
    responses={
        200: {"description": "Kept; it is done from here on, and the same message again is done once."},
        **problem_docs(401, 404, 408, 413, 415, 422, 503),
    },
    openapi_extra=BODY,
)
async def webhook_in(
    request: Request,
    web_shop_id: Annotated[UUID, Path(description="As `dorpsronde webshop add` gave it.")],
    database: Stored,
    settings: Settings,
) -> Response:
    """Keep a message of a web shop, and answer at once."""
    try:
        body = await read_payload(request, settings.body_bytes)
    except CallerLeftError:
        return Response(status_code=CALLER_LEFT)
    headers = {name.lower(): value for name, value in request.headers.items()}
    await run_in_threadpool(receive_delivery, database, str(web_shop_id), headers, body)
    return Response(status_code=HTTPStatus.OK)
