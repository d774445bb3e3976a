/* Runs before the page is drawn, in browsers of any age: who the frame is for, and words where the page's own script
   cannot come. A classic script in the oldest manner, because it speaks where everything newer fails. */
(function () {
  var SECONDS = 8;
  var root = document.documentElement;
  var told = false;

  root.className += lookedSignedIn() ? " member" : " guest";
  if (belowTheFloor()) whenReady(function () {
    tell("This browser is older than these pages need, and parts of them may not work. Safari 16.4, Firefox 115, Chrome 109 or Edge 109 shows them, and so does anything newer.");
  });
  addEventListener("error", function (event) {
    var failed = event.target;
    if (failed && failed.tagName === "SCRIPT") whenReady(tellOfFailure);
  }, true);
  // Not from DOMContentLoaded: that waits for the page's script, and so for ever where no answer comes.
  setTimeout(function () {
    whenReady(tellOfFailure);
  }, SECONDS * 1000);

  function lookedSignedIn() {
    try {
      return localStorage.getItem("masterclass.session") !== null;
    } catch (refused) {
      return false;
    }
  }

  /* Each of these came with the oldest version that the pages are made for, or with one before it. */
  function belowTheFloor() {
    try {
      new RegExp("(?<=a)b"); // Safari 16.4
      var firefox = CSS.supports("-moz-appearance", "none");
      return firefox ? !("toSorted" in Array.prototype) : !("MathMLElement" in window); // Firefox 115, Chrome 109
    } catch (old) {
      return true;
    }
  }

  function runs() {
    return / running/.test(root.className);
  }

  function tellOfFailure() {
    if (!runs()) tell("A part of this page did not load, so that it cannot work. Check the connection and load it again.", true);
  }

  function whenReady(act) {
    if (document.readyState === "loading") document.addEventListener("readystatechange", act);
    else act();
  }

  function tell(words, again) {
    if (told) return;
    told = true;
    var notice = document.createElement("div");
    notice.className = "notice care first-notice" + (again ? " until-running" : "");
    notice.setAttribute("role", "alert");
    var said = document.createElement("p");
    said.appendChild(document.createTextNode(words));
    notice.appendChild(said);
    if (again) notice.appendChild(reload());
    var main = document.getElementById("main");
    main.insertBefore(notice, main.firstChild);
  }

  function reload() {
    var button = document.createElement("button");
    button.className = "button quiet small";
    button.type = "button";
    button.appendChild(document.createTextNode("Load it again"));
    button.onclick = function () {
      location.reload();
    };
    return button;
  }
})();
