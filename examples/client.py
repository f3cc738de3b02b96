"""A client of the coach in forty lines: it opens a conversation, sends a draft, prints the advice.

    python examples/client.py ws://127.0.0.1:8000/v1/ws "نه نمیشه"

Needs `websockets`. docs/protocol.md says all that there is to say.
"""

import asyncio
import json
import sys

import websockets


async def main(server: str, draft: str) -> None:
    """One conversation, one draft, and what the coach says of it."""
    async with websockets.connect(
        server, subprotocols=[websockets.Subprotocol("coach.v1")]
    ) as socket:

        async def say(**event: object) -> None:
            await socket.send(json.dumps(event, ensure_ascii=False))

        async def hear(kind: str) -> dict:
            async for frame in socket:
                event = json.loads(frame)
                if event["type"] == kind:
                    return event
                if event["type"] == "error":
                    raise SystemExit(f"{event['code']}: {event['advice']}")
            raise SystemExit("the coach hung up")

        await say(type="hello", protocol=1, agent={"id": "example"}, lang="en")
        print("rules", (await hear("ready"))["pack"]["version"])
        said = [{"author": "customer", "text": "سلام، بسته من نرسیده"}]
        await say(type="conversation", conversation="c-1", customer={"name": None}, messages=said)
        print("the customer is", (await hear("context"))["mood"])
        await say(type="draft", conversation="c-1", revision=1, text=draft, final=True)
        units = draft.encode("utf-16-le")  # offsets are UTF-16 code units
        for finding in (await hear("review"))["findings"]:
            span = finding["span"]
            words = units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") if span else "-"
            print(finding["severity"], finding["rule"], words, finding["advice"], sep=" | ")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
