/** The welcome page. */

document.body.dataset['page'] = 'welcome';
