/** The options page. */

document.body.dataset['page'] = 'options';
