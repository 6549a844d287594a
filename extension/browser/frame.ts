/** The frame page. */

document.body.dataset['page'] = 'frame';
