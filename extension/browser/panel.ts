/** The panel page. */

document.body.dataset['page'] = 'panel';
