// The limit for a worker: workerd's own constant 421, nothing looked at.
const body = JSON.stringify({ type: "urn:bailiwick:problem:wrong-region", status: 421 });

export default {
  fetch: () => new Response(body, { status: 421, headers: { "content-type": "application/problem+json" } }),
};
