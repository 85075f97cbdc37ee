"""What a tab's process is driven by: packets of the server, until there is no server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual import messages
from textual.drivers.web_driver import WebDriver

from zopa_tui.browser.tab import within

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["TabDriver"]


class TabDriver(WebDriver):
    """Textual's driver for the web, which ends with the server that it talks to."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = self._send  # type: ignore[assignment]  # the one place that writes

    def _send(self, data: bytes) -> int:
        try:
            return os.write(self.fileno, data)
        except BrokenPipeError:
            self._end()
            return len(data)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says; a size only as far as it can be drawn."""
        if packet_type == "resize":
            width, height = within(payload.get("width"), payload.get("height"))
            payload = {**payload, "width": width, "height": height}
        super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Hand on what the server sends; without a server there is nobody to work for."""
        super().run_input_thread()
        self._end()

    def _end(self) -> None:
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())
