// Server-sent events by fetch: EventSource cannot send a key.

/** Read a stream of events until it ends or is left; calls `on[event]` with the data of each. */
export async function listen(answer, on) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const pieces = (kept + value).replaceAll("\r\n", "\n").split("\n\n");
    kept = pieces.pop();
    for (const piece of pieces) tell(piece, on);
  }
}

function tell(piece, on) {
  const fields = piece.split("\n").map((line) => line.match(/^(\w+): ?(.*)$/)).filter(Boolean);
  const data = fields.filter(([, name]) => name === "data").map(([, , text]) => text).join("\n");
  const kind = fields.find(([, name]) => name === "event")?.[2] ?? "message";
  if (data && on[kind]) on[kind](JSON.parse(data));
}
