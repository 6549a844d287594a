/** German, with “Sie”: every text of the interface by its English one. What the braces mean is in message.ts; knows no more. */
import type { Translation } from './message.ts';

export const TRANSLATION: Translation = {
  // room-properties.ts
  Guest: 'Gast',
  // ui/banner.ts
  'The connection broke. Reconnecting…': 'Verbindung unterbrochen. Neuer Versuch …',
  'The browser holds the sound back.': 'Der Browser hält den Ton zurück.',
  'Turn sound on': 'Ton einschalten',
  'You are sharing your screen': 'Sie teilen Ihren Bildschirm',
  Stop: 'Beenden',
  // ui/bar-actions.ts
  'Mute microphone': 'Mikrofon stummschalten',
  'Unmute microphone': 'Mikrofon einschalten',
  'Turn camera off': 'Kamera ausschalten',
  'Turn camera on': 'Kamera einschalten',
  'Stop sharing the screen': 'Bildschirmfreigabe beenden',
  'Share the screen': 'Bildschirm teilen',
  'Chat, {0} unread': 'Chat, {0} ungelesen',
  Chat: 'Chat',
  'People in the call: {0}, waiting: {1}': 'Personen im Anruf: {0}, wartend: {1}',
  'People in the call: {0}': 'Personen im Anruf: {0}',
  Settings: 'Einstellungen',
  // ui/bar-menus.ts
  Grid: 'Raster',
  'Speaker (layout)': 'Sprecheransicht',
  Strip: 'Leiste',
  Layout: 'Ansicht',
  'More, {0} waiting': 'Mehr, {0} wartend',
  More: 'Mehr',
  Statistics: 'Statistik',
  // ui/call-view.ts
  Call: 'Anruf',
  // ui/chat.ts
  Messages: 'Nachrichten',
  'No messages yet. What you write here, everybody in the call can read.':
    'Noch keine Nachrichten. Was Sie hier schreiben, können alle im Anruf lesen.',
  'You can read here, but not write.': 'Sie können hier lesen, aber nicht schreiben.',
  Message: 'Nachricht',
  'Write a message': 'Nachricht schreiben',
  Send: 'Senden',
  You: 'Sie',
  'Sending…': 'Wird gesendet …',
  'Not sent.': 'Nicht gesendet.',
  'Send again: {0}': 'Erneut senden: {0}',
  'Send again': 'Erneut senden',
  // ui/control-bar.ts
  'Call controls': 'Anrufsteuerung',
  'Leave the call': 'Anruf verlassen',
  Leave: 'Verlassen',
  'Connection: good': 'Verbindung: gut',
  'Connection: fair': 'Verbindung: mäßig',
  'Connection: poor': 'Verbindung: schlecht',
  // ui/device-select.ts
  Camera: 'Kamera',
  Microphone: 'Mikrofon',
  'Speaker (device)': 'Lautsprecher',
  // ui/ended.ts
  'Reload the page': 'Seite neu laden',
  'Join again': 'Wieder beitreten',
  'Back to the lobby': 'Zurück zur Lobby',
  'You left the call': 'Sie haben den Anruf verlassen',
  'Camera and microphone are off.': 'Kamera und Mikrofon sind aus.',
  'You were removed from the call': 'Sie wurden aus dem Anruf entfernt',
  'Ask the person who runs it before you join again.': 'Fragen Sie den Host, bevor Sie wieder beitreten.',
  // ui/error-text.ts
  'This page is not secure': 'Diese Seite ist nicht sicher',
  'Browsers give camera and microphone to https pages only. Open this page with https:// in front.':
    'Browser geben Kamera und Mikrofon nur für https-Seiten frei. Öffnen Sie diese Seite mit https:// am Anfang.',
  'This browser is too old': 'Dieser Browser ist zu alt',
  'Update it, or open this page in a current Chrome, Edge, Firefox or Safari.':
    'Aktualisieren Sie ihn, oder öffnen Sie diese Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.',
  'Camera and microphone are blocked': 'Kamera und Mikrofon sind blockiert',
  'The microphone is blocked': 'Das Mikrofon ist blockiert',
  'The camera is blocked': 'Die Kamera ist blockiert',
  'Allow it in the site settings beside the address bar, then try again.':
    'Erlauben Sie den Zugriff in den Website-Einstellungen neben der Adresszeile und versuchen Sie es dann erneut.',
  'This page may not use camera and microphone': 'Diese Seite darf Kamera und Mikrofon nicht verwenden',
  'This page may not use the microphone': 'Diese Seite darf das Mikrofon nicht verwenden',
  'This page may not use the camera': 'Diese Seite darf die Kamera nicht verwenden',
  'The website or the frame around it forbids it. Tell its owner, or open the call in its own tab.':
    'Die Website oder der Rahmen um den Anruf verbietet es. Sagen Sie dem Betreiber Bescheid, oder öffnen Sie den Anruf in einem eigenen Tab.',
  'The system blocks camera and microphone': 'Das System blockiert Kamera und Mikrofon',
  'The system blocks the microphone': 'Das System blockiert das Mikrofon',
  'The system blocks the camera': 'Das System blockiert die Kamera',
  'Allow it for this browser in the privacy settings of your computer or phone, then try again.':
    'Erlauben Sie den Zugriff für diesen Browser in den Datenschutz-Einstellungen Ihres Geräts und versuchen Sie es dann erneut.',
  'No camera found': 'Keine Kamera gefunden',
  'Connect one and try again, or join without a camera.':
    'Schließen Sie eine an und versuchen Sie es erneut, oder treten Sie ohne Kamera bei.',
  'No microphone found': 'Kein Mikrofon gefunden',
  'Connect one and try again, or join without. You can still listen and write.':
    'Schließen Sie eines an und versuchen Sie es erneut, oder treten Sie ohne bei. Zuhören und schreiben können Sie trotzdem.',
  'Camera and microphone are in use': 'Kamera und Mikrofon sind belegt',
  'The microphone is in use': 'Das Mikrofon ist belegt',
  'The camera is in use': 'Die Kamera ist belegt',
  'Another program holds it. Close that program and try again, or choose another device.':
    'Ein anderes Programm benutzt das Gerät. Schließen Sie es und versuchen Sie es erneut, oder wählen Sie ein anderes Gerät.',
  'Camera and microphone are gone': 'Kamera und Mikrofon sind nicht mehr da',
  'The microphone is gone': 'Das Mikrofon ist nicht mehr da',
  'The camera is gone': 'Die Kamera ist nicht mehr da',
  'It was unplugged or turned off. Plug it in again, or choose another device.':
    'Das Gerät wurde ausgesteckt oder ausgeschaltet. Stecken Sie es wieder ein, oder wählen Sie ein anderes.',
  'This browser cannot share the screen': 'Dieser Browser kann den Bildschirm nicht teilen',
  'Phones and some browsers do not allow it. Use a computer to share.':
    'Handys und manche Browser erlauben es nicht. Teilen Sie von einem Computer aus.',
  'The screen could not be shared': 'Der Bildschirm konnte nicht geteilt werden',
  'Try again, or choose another window.': 'Versuchen Sie es erneut, oder wählen Sie ein anderes Fenster.',
  'The call server’s address is wrong': 'Die Adresse des Anrufservers ist falsch',
  'This is a mistake in the page, not yours. Tell the owner of the website.':
    'Das ist ein Fehler der Seite, nicht Ihrer. Sagen Sie dem Betreiber der Website Bescheid.',
  'This room does not exist': 'Diesen Raum gibt es nicht',
  'Check the link you were given, or ask for a new one.':
    'Prüfen Sie den Link, den Sie bekommen haben, oder bitten Sie um einen neuen.',
  'The call server does not answer': 'Der Anrufserver antwortet nicht',
  'Check your internet connection. If it works, the server may be down: try again in a moment.':
    'Prüfen Sie Ihre Internetverbindung. Wenn sie funktioniert, ist vielleicht der Server gestört: Versuchen Sie es gleich noch einmal.',
  'The room did not let you in': 'Sie wurden nicht eingelassen',
  'It may be full or closed. Ask the person who invited you, or try again later.':
    'Der Raum ist vielleicht voll oder geschlossen. Fragen Sie, wer Sie eingeladen hat, oder versuchen Sie es später erneut.',
  'Your invitation is no longer valid': 'Ihre Einladung ist nicht mehr gültig',
  'Reload this page or open it from where you were invited, to get a new one.':
    'Laden Sie diese Seite neu, oder öffnen Sie sie von dort, wo Sie eingeladen wurden, um eine neue zu bekommen.',
  'This website could not let you in': 'Diese Website konnte Sie nicht einlassen',
  'Its server did not answer as it should. Try again in a moment, or tell the owner of the website.':
    'Ihr Server hat nicht wie erwartet geantwortet. Versuchen Sie es gleich noch einmal oder sagen Sie dem Betreiber der Website Bescheid.',
  'Sign in first': 'Melden Sie sich zuerst an',
  'Sign in to this website, then join again.': 'Melden Sie sich bei dieser Website an und treten Sie dann erneut bei.',
  'You are not allowed to do that': 'Das dürfen Sie hier nicht',
  'Check that the link is complete, or ask the person who invited you.':
    'Prüfen Sie, ob der Link vollständig ist, oder fragen Sie, wer Sie eingeladen hat.',
  'The room is locked': 'Der Raum ist gesperrt',
  'Nobody new comes in at the moment. Ask a host to open it, then join again.':
    'Zurzeit kommt niemand Neues herein. Bitten Sie einen Host, den Raum zu öffnen, und treten Sie dann erneut bei.',
  'The host did not let you in': 'Der Host hat Sie nicht eingelassen',
  'Ask the person who invited you before you try again.':
    'Fragen Sie, wer Sie eingeladen hat, bevor Sie es erneut versuchen.',
  'You joined from somewhere else': 'Sie sind woanders beigetreten',
  'The call goes on in the other tab or device. Join again to bring it here.':
    'Der Anruf läuft im anderen Tab oder Gerät weiter. Treten Sie erneut bei, um ihn hierher zu holen.',
  'This page is out of date': 'Diese Seite ist veraltet',
  'Reload it to get the version that the call server speaks.': 'Laden Sie sie neu, damit sie zum Anrufserver passt.',
  'This page blocks the call’s media': 'Diese Seite blockiert Bild und Ton des Anrufs',
  'Its security rules forbid a file the call needs. Tell the owner of the website.':
    'Ihre Sicherheitsregeln verbieten eine Datei, die der Anruf braucht. Sagen Sie dem Betreiber der Website Bescheid.',
  'Your picture or sound cannot be sent': 'Ihr Bild oder Ton kann nicht gesendet werden',
  'Turn it off and on again. If that does not help, choose a lower video quality.':
    'Schalten Sie es aus und wieder ein. Wenn das nicht hilft, wählen Sie eine niedrigere Videoqualität.',
  'A picture cannot be shown': 'Ein Bild kann nicht gezeigt werden',
  'Leave and join again. Sound goes on meanwhile.':
    'Verlassen Sie den Anruf und treten Sie wieder bei. Der Ton läuft so lange weiter.',
  'You are not in the call': 'Sie sind nicht im Anruf',
  'Join first.': 'Treten Sie zuerst bei.',
  'That did not work': 'Das hat nicht geklappt',
  'The call server did not do it. Try again.': 'Der Anrufserver hat es nicht ausgeführt. Versuchen Sie es erneut.',
  'The page asked for something impossible. Tell its owner.':
    'Die Seite hat etwas Unmögliches verlangt. Sagen Sie ihrem Betreiber Bescheid.',
  // ui/host-desk.ts
  'For hosts': 'Für Hosts',
  'Lock the room': 'Raum sperren',
  'Nobody new comes in': 'Niemand Neues kommt herein',
  'Waiting room': 'Warteraum',
  'You decide who comes in': 'Sie entscheiden, wer hereinkommt',
  'Waiting to be let in': 'Warten auf Einlass',
  'Admit all': 'Alle einlassen',
  'Admit {0}': '{0} einlassen',
  Admit: 'Einlassen',
  'Refuse {0}': '{0} abweisen',
  Refuse: 'Abweisen',
  // ui/joining.ts
  'Joining…': 'Beitritt …',
  'Joining {0}…': 'Beitritt zu {0} …',
  // ui/level-meter.ts
  'Microphone level': 'Mikrofonpegel',
  // ui/lobby.ts
  Lobby: 'Lobby',
  'Ready when you are': 'Bereit, wenn Sie es sind',
  'You are joining': 'Sie betreten',
  'Your name': 'Ihr Name',
  'How others see you': 'Für alle sichtbar',
  'Enter your name, so that the others know who comes in.':
    'Geben Sie Ihren Namen ein, damit die anderen wissen, wer kommt.',
  'Join the call': 'Am Anruf teilnehmen',
  // ui/person-menu.ts
  Host: 'Host',
  Member: 'Mitglied',
  'What to do with {0}': 'Aktionen für {0}',
  'Ask to unmute': 'Um Ton bitten',
  Mute: 'Stummschalten',
  'Ask to turn camera on': 'Um Kamera bitten',
  'Stop the shared screen': 'Bildschirmfreigabe beenden',
  Role: 'Rolle',
  'Remove…': 'Entfernen …',
  'Remove {0} from the call?': '{0} aus dem Anruf entfernen?',
  'They cannot come back as long as the call lasts.': 'Eine Rückkehr ist nicht möglich, solange der Anruf dauert.',
  Remove: 'Entfernen',
  Cancel: 'Abbrechen',
  // ui/preview.ts
  'Try again': 'Erneut versuchen',
  'Your camera': 'Ihre Kamera',
  'Starting the camera…': 'Kamera wird gestartet …',
  'Your camera is off': 'Ihre Kamera ist aus',
  // ui/roster.ts
  you: 'Sie',
  host: 'Host',
  'Reconnecting…': 'Neu verbinden …',
  'Volume of {0}': 'Lautstärke von {0}',
  'microphone off': 'Mikrofon aus',
  'microphone on': 'Mikrofon an',
  'camera on': 'Kamera an',
  'camera off': 'Kamera aus',
  // ui/settings.ts
  'Close settings': 'Einstellungen schließen',
  'We hear you': 'Wir hören Sie',
  'Video quality': 'Videoqualität',
  'Quality: automatic': 'Qualität: automatisch',
  Language: 'Sprache',
  // ui/side-panel.ts
  People: 'Personen',
  Close: 'Schließen',
  'Measuring…': 'Messung läuft …',
  'Copy link': 'Link kopieren',
  // ui/stage.ts
  '{0} more people': { one: '{0} weitere Person', other: '{0} weitere Personen' },
  'Nobody else is here yet': 'Noch niemand da',
  'Whoever joins “{0}” appears here.': 'Wer „{0}“ beitritt, erscheint hier.',
  // ui/stats.ts
  camera: 'Kamera',
  microphone: 'Mikrofon',
  screen: 'Bildschirm',
  'sound of the screen': 'Ton des Bildschirms',
  'of the page itself': 'von der Seite selbst',
  Path: 'Weg',
  'Round trip': 'Hin und zurück',
  Sent: 'Gesendet',
  Received: 'Empfangen',
  Codec: 'Codec',
  Size: 'Größe',
  Frames: 'Bilder',
  Rate: 'Datenrate',
  'Camera to screen': 'Kamera bis Bild',
  'Mouth to ear': 'Mund bis Ohr',
  Buffer: 'Puffer',
  Dropped: 'Verworfen',
  // ui/tile.ts
  '{0}’s screen': 'Bildschirm von {0}',
  'connection lost': 'Verbindung verloren',
  'The picture is delayed': 'Das Bild kommt verzögert',
  'Unpin {0}': '{0} nicht mehr groß zeigen',
  'Show {0} large': '{0} groß zeigen',
  // ui/toasts.ts
  Dismiss: 'Schließen',
  '{0} joined': '{0} ist beigetreten',
  '{0} and {1} more joined': {
    one: '{0} und {1} weitere Person sind beigetreten',
    other: '{0} und {1} weitere sind beigetreten',
  },
  '{0} left': '{0} ist gegangen',
  '{0} and {1} more left': {
    one: '{0} und {1} weitere Person sind gegangen',
    other: '{0} und {1} weitere sind gegangen',
  },
  'You are back in the call': 'Sie sind wieder im Anruf',
  '{0} waits to be let in': '{0} wartet auf Einlass',
  '{0} and {1} more wait to be let in': {
    one: '{0} und {1} weitere Person warten auf Einlass',
    other: '{0} und {1} weitere warten auf Einlass',
  },
  Show: 'Zeigen',
  'You are a host now': 'Sie sind jetzt Host',
  'You are a member now': 'Sie sind jetzt Mitglied',
  'You are a guest now': 'Sie sind jetzt Gast',
  'The room is locked: nobody new comes in': 'Der Raum ist gesperrt: Niemand Neues kommt herein',
  'The room is open again': 'Der Raum ist wieder offen',
  'A host': 'Ein Host',
  '{0} muted you': '{0} hat Sie stummgeschaltet',
  '{0} turned your camera off': '{0} hat Ihre Kamera ausgeschaltet',
  '{0} stopped your screen': '{0} hat Ihre Bildschirmfreigabe beendet',
  'Link copied': 'Link kopiert',
  'The link could not be copied. Copy the page’s address instead.':
    'Der Link konnte nicht kopiert werden. Kopieren Sie stattdessen die Adresse der Seite.',
  // ui/unmute-request.ts
  '{0} asks you to unmute': '{0} bittet Sie, Ihr Mikrofon einzuschalten',
  '{0} asks you to turn your camera on': '{0} bittet Sie, Ihre Kamera einzuschalten',
  Unmute: 'Einschalten',
  'Turn on': 'Einschalten',
  'Not now': 'Jetzt nicht',
  // ui/waiting-room.ts
  'The host will let you in': 'Der Host lässt Sie gleich herein',
  'You are in the waiting room.': 'Sie sind im Warteraum.',
  'You are in the waiting room of “{0}”.': 'Sie sind im Warteraum von „{0}“.',
  'The host sees your name, {0}.': 'Der Host sieht Ihren Namen: {0}.',
};
