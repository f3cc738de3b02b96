/* Runs beside the page, in a world of its own; modules can only be had by asking for them. */
import(chrome.runtime.getURL("content/coached.js"));
