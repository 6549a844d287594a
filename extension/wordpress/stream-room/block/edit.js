/**
 * The block in the editor: where the call will be, and what can be said of it. No call ever starts here. Written for the
 * browser as it is, without a build.
 */
(() => {
  const { wp, streamRoomBlock } = window;
  const { blocks, blockEditor, components, element, i18n } = wp;
  const { createElement: el, Fragment } = element;
  const { __, sprintf } = i18n;
  const { relay, prefix, height: usualHeight, settings } = streamRoomBlock;
  const NAME = 'stream-room/call';
  // Drawn here: an editor in a frame of its own has no icon font.
  const camera = el(
    'svg',
    { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': true, focusable: false },
    el('path', { d: 'M4 6h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zm18 1v10l-5-3.5v-3z' }),
  );

  /** Room of a link to the site's own relay, undefined for any other text. */
  function roomOfLink(text) {
    if (!relay) {
      return undefined;
    }
    const link = text.trim();
    const start = `${relay}/r/`;
    if (link.slice(0, start.length).toLowerCase() !== start.toLowerCase()) {
      return undefined;
    }
    const found = /^([A-Za-z0-9_-]{1,64})\/?(?:[?#]\S*)?$/.exec(link.slice(start.length));
    // Where the site is kept to some rooms, links to others stay links.
    return found?.[1].startsWith(prefix) ? found[1] : undefined;
  }

  const roomField = ({ room }, setAttributes) =>
    el(components.TextControl, {
      label: __('Room', 'stream-room'),
      help: __(
        'Leave it empty for a room of this post’s own. Posts that name the same room share one call.',
        'stream-room',
      ),
      value: room,
      // A whole link is as good as a name.
      onChange: (value) => setAttributes({ room: roomOfLink(value) || value }),
      maxLength: 200,
      __nextHasNoMarginBottom: true,
      __next40pxDefaultSize: true,
    });

  const titleField = ({ title }, setAttributes) =>
    el(components.TextControl, {
      label: __('Title', 'stream-room'),
      help: __('What readers see in the call. Empty: the title of the post.', 'stream-room'),
      value: title,
      onChange: (value) => setAttributes({ title: value }),
      maxLength: 200,
      __nextHasNoMarginBottom: true,
      __next40pxDefaultSize: true,
    });

  const heightField = ({ height }, setAttributes) =>
    el(components.RangeControl, {
      label: __('Height in pixels', 'stream-room'),
      value: height === undefined ? usualHeight : height,
      onChange: (value) => setAttributes({ height: value }),
      min: 240,
      max: 1200,
      step: 10,
      allowReset: true,
      __nextHasNoMarginBottom: true,
      __next40pxDefaultSize: true,
    });

  function placeholder({ room, title }) {
    if (!relay) {
      const link =
        settings &&
        el(
          components.Button,
          { variant: 'primary', href: settings, target: '_blank' },
          __('Open the settings', 'stream-room'),
        );
      const text = settings
        ? __('Say which relay the calls of this site run through.', 'stream-room')
        : __('An administrator has to set up Stream Room first.', 'stream-room');
      return { instructions: text, children: link };
    }
    const name = title || room;
    /* translators: %s: title or room of the call */
    const where = name ? sprintf(__('Call: %s', 'stream-room'), name) : __('The call of this post.', 'stream-room');
    return { instructions: `${where} ${__('It starts on the published page, when somebody joins.', 'stream-room')}` };
  }

  function Edit({ attributes, setAttributes }) {
    const { instructions, children } = placeholder(attributes);
    const fields = [roomField, titleField, heightField].map((field, index) =>
      el(Fragment, { key: index }, field(attributes, setAttributes)),
    );
    const panel = el(components.PanelBody, { title: __('Call', 'stream-room') }, fields);
    const box = el(
      components.Placeholder,
      { icon: camera, label: __('Stream Room call', 'stream-room'), instructions },
      children,
    );
    return el(
      Fragment,
      null,
      el(blockEditor.InspectorControls, null, panel),
      el('div', blockEditor.useBlockProps(), box),
    );
  }

  blocks.registerBlockType(NAME, {
    edit: Edit,
    // The server draws it: nothing but a comment is in the post.
    save: () => null,
    transforms: {
      from: [
        {
          type: 'raw',
          // Before the editor's own Embed block, whose preview would be a card.
          priority: 1,
          isMatch: (node) => node.nodeName === 'P' && roomOfLink(node.textContent) !== undefined,
          transform: (node) => blocks.createBlock(NAME, { room: roomOfLink(node.textContent) }),
        },
        {
          type: 'shortcode',
          tag: 'stream_room',
          attributes: {
            room: { type: 'string', shortcode: ({ named }) => named.room || '' },
            title: { type: 'string', shortcode: ({ named }) => named.title || '' },
            height: { type: 'number', shortcode: ({ named }) => Number(named.height) || undefined },
          },
        },
      ],
    },
  });
})();
