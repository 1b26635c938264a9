// The theme fetches its index of every page, twice the weight of a page itself, as soon as a page opens. Most readers never search, so this
// request waits until somebody is about to: the search is pointed at, or has the focus.

(() => {
  const INDEX = /\/search\/search_index\.json$/;
  const { open, send } = XMLHttpRequest.prototype;
  const waiting = new WeakSet();

  const wanted = new Promise((resolve) => {
    const look = ({ target }) => target.closest?.('[data-md-component="search"], [for="__search"]') && resolve();
    for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, look);
    if (new URLSearchParams(location.search).has("q")) resolve(); // a link to what somebody searched for
  });

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (INDEX.test(address)) waiting.add(this);
    return open.call(this, method, address, ...rest);
  };

  XMLHttpRequest.prototype.send = function (...body) {
    if (!waiting.has(this)) return send.apply(this, body);
    wanted.then(() => send.apply(this, body));
  };
})();
