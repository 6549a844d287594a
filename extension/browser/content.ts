/** The host of the call in a page. */

document.documentElement.dataset['streamRoom'] = '';
