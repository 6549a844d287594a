/** Italian, with “tu”: every text of the interface by its English one. What the braces mean is in message.ts; knows no more. */
import type { Translation } from './message.ts';

export const TRANSLATION: Translation = {
  // room-properties.ts
  Guest: 'Ospite',
  // ui/banner.ts
  'The connection broke. Reconnecting…': 'Connessione interrotta. Nuovo tentativo…',
  'The browser holds the sound back.': 'Il browser sta bloccando l’audio.',
  'Turn sound on': 'Attiva l’audio',
  'You are sharing your screen': 'Stai condividendo lo schermo',
  Stop: 'Interrompi',
  // ui/bar-actions.ts
  'Mute microphone': 'Disattiva microfono',
  'Unmute microphone': 'Attiva microfono',
  'Turn camera off': 'Disattiva videocamera',
  'Turn camera on': 'Attiva videocamera',
  'Stop sharing the screen': 'Interrompi condivisione schermo',
  'Share the screen': 'Condividi schermo',
  'Chat, {0} unread': 'Chat, {0} da leggere',
  Chat: 'Chat',
  'People in the call: {0}, waiting: {1}': 'Persone nella chiamata: {0}, in attesa: {1}',
  'People in the call: {0}': 'Persone nella chiamata: {0}',
  Settings: 'Impostazioni',
  // ui/bar-menus.ts
  Grid: 'Griglia',
  'Speaker (layout)': 'Chi parla',
  Strip: 'Striscia',
  Layout: 'Layout',
  'More, {0} waiting': 'Altro, {0} in attesa',
  More: 'Altro',
  Statistics: 'Statistiche',
  // ui/call-view.ts
  Call: 'Chiamata',
  // ui/chat.ts
  Messages: 'Messaggi',
  'No messages yet. What you write here, everybody in the call can read.':
    'Ancora nessun messaggio. Quello che scrivi qui può leggerlo chiunque sia nella chiamata.',
  'You can read here, but not write.': 'Qui puoi leggere, ma non scrivere.',
  Message: 'Messaggio',
  'Write a message': 'Scrivi un messaggio',
  Send: 'Invia',
  You: 'Tu',
  'Sending…': 'Invio…',
  'Not sent.': 'Non inviato.',
  'Send again: {0}': 'Invia di nuovo: {0}',
  'Send again': 'Invia di nuovo',
  // ui/control-bar.ts
  'Call controls': 'Comandi della chiamata',
  'Leave the call': 'Abbandona la chiamata',
  Leave: 'Esci',
  'Connection: good': 'Connessione: buona',
  'Connection: fair': 'Connessione: discreta',
  'Connection: poor': 'Connessione: scarsa',
  // ui/device-select.ts
  Camera: 'Videocamera',
  Microphone: 'Microfono',
  'Speaker (device)': 'Altoparlante',
  // ui/ended.ts
  'Reload the page': 'Ricarica la pagina',
  'Join again': 'Partecipa di nuovo',
  'Back to the lobby': 'Torna all’ingresso',
  'You left the call': 'Hai abbandonato la chiamata',
  'Camera and microphone are off.': 'Videocamera e microfono sono spenti.',
  'You were removed from the call': 'Ti hanno rimosso dalla chiamata',
  'Ask the person who runs it before you join again.': 'Parla con l’host prima di partecipare di nuovo.',
  // ui/error-text.ts
  'This page is not secure': 'Questa pagina non è sicura',
  'Browsers give camera and microphone to https pages only. Open this page with https:// in front.':
    'I browser concedono videocamera e microfono solo alle pagine https. Apri questa pagina con https:// davanti.',
  'This browser is too old': 'Questo browser è troppo vecchio',
  'Update it, or open this page in a current Chrome, Edge, Firefox or Safari.':
    'Aggiornalo, oppure apri questa pagina in una versione recente di Chrome, Edge, Firefox o Safari.',
  'Camera and microphone are blocked': 'Videocamera e microfono sono bloccati',
  'The microphone is blocked': 'Il microfono è bloccato',
  'The camera is blocked': 'La videocamera è bloccata',
  'Allow it in the site settings beside the address bar, then try again.':
    'Consenti l’accesso nelle impostazioni del sito, accanto alla barra degli indirizzi, poi riprova.',
  'This page may not use camera and microphone': 'Questa pagina non può usare videocamera e microfono',
  'This page may not use the microphone': 'Questa pagina non può usare il microfono',
  'This page may not use the camera': 'Questa pagina non può usare la videocamera',
  'The website or the frame around it forbids it. Tell its owner, or open the call in its own tab.':
    'Il sito o il riquadro che lo contiene lo vieta. Avvisa il gestore, oppure apri la chiamata in una scheda a parte.',
  'The system blocks camera and microphone': 'Il sistema blocca videocamera e microfono',
  'The system blocks the microphone': 'Il sistema blocca il microfono',
  'The system blocks the camera': 'Il sistema blocca la videocamera',
  'Allow it for this browser in the privacy settings of your computer or phone, then try again.':
    'Consenti l’accesso a questo browser nelle impostazioni di privacy del dispositivo, poi riprova.',
  'No camera found': 'Nessuna videocamera trovata',
  'Connect one and try again, or join without a camera.':
    'Collegane una e riprova, oppure partecipa senza videocamera.',
  'No microphone found': 'Nessun microfono trovato',
  'Connect one and try again, or join without. You can still listen and write.':
    'Collegane uno e riprova, oppure partecipa senza. Potrai comunque ascoltare e scrivere.',
  'Camera and microphone are in use': 'Videocamera e microfono sono già in uso',
  'The microphone is in use': 'Il microfono è già in uso',
  'The camera is in use': 'La videocamera è già in uso',
  'Another program holds it. Close that program and try again, or choose another device.':
    'Un altro programma la sta usando. Chiudilo e riprova, oppure scegli un altro dispositivo.',
  'Camera and microphone are gone': 'Videocamera e microfono non ci sono più',
  'The microphone is gone': 'Il microfono non c’è più',
  'The camera is gone': 'La videocamera non c’è più',
  'It was unplugged or turned off. Plug it in again, or choose another device.':
    'Il dispositivo è stato scollegato o spento. Ricollegalo, oppure scegline un altro.',
  'This browser cannot share the screen': 'Questo browser non può condividere lo schermo',
  'Phones and some browsers do not allow it. Use a computer to share.':
    'I telefoni e alcuni browser non lo permettono. Condividi da un computer.',
  'The screen could not be shared': 'Impossibile condividere lo schermo',
  'Try again, or choose another window.': 'Riprova, oppure scegli un’altra finestra.',
  'The call server’s address is wrong': 'L’indirizzo del server delle chiamate è sbagliato',
  'This is a mistake in the page, not yours. Tell the owner of the website.':
    'È un errore della pagina, non tuo. Avvisa il gestore del sito.',
  'This room does not exist': 'Questa stanza non esiste',
  'Check the link you were given, or ask for a new one.':
    'Controlla il link che hai ricevuto, oppure chiedine uno nuovo.',
  'The call server does not answer': 'Il server delle chiamate non risponde',
  'Check your internet connection. If it works, the server may be down: try again in a moment.':
    'Controlla la connessione a Internet. Se funziona, forse il server non è disponibile: riprova tra poco.',
  'The room did not let you in': 'Non è stato possibile entrare nella stanza',
  'It may be full or closed. Ask the person who invited you, or try again later.':
    'Forse è piena o chiusa. Chiedi a chi ti ha invitato, oppure riprova più tardi.',
  'Your invitation is no longer valid': 'Il tuo invito non è più valido',
  'Reload this page or open it from where you were invited, to get a new one.':
    'Ricarica questa pagina, oppure aprila da dove hai ricevuto l’invito, per ottenerne uno nuovo.',
  'This website could not let you in': 'Questo sito non ha potuto farti entrare',
  'Its server did not answer as it should. Try again in a moment, or tell the owner of the website.':
    'Il suo server non ha risposto come previsto. Riprova tra un momento o avvisa il proprietario del sito.',
  'Sign in first': 'Prima accedi',
  'Sign in to this website, then join again.': 'Accedi a questo sito web, poi partecipa di nuovo.',
  'You are not allowed to do that': 'Non hai il permesso di farlo',
  'Check that the link is complete, or ask the person who invited you.':
    'Controlla che il link sia completo, oppure chiedi a chi ti ha invitato.',
  'The room is locked': 'La stanza è bloccata',
  'Nobody new comes in at the moment. Ask a host to open it, then join again.':
    'Al momento non può entrare nessun altro. Chiedi a un host di aprirla, poi partecipa di nuovo.',
  'The host did not let you in': 'L’host non ti ha fatto entrare',
  'Ask the person who invited you before you try again.': 'Chiedi a chi ti ha invitato prima di riprovare.',
  'You joined from somewhere else': 'Partecipi da un’altra parte',
  'The call goes on in the other tab or device. Join again to bring it here.':
    'La chiamata continua nell’altra scheda o sull’altro dispositivo. Partecipa di nuovo per portarla qui.',
  'This page is out of date': 'Questa pagina non è aggiornata',
  'Reload it to get the version that the call server speaks.':
    'Ricaricala per ottenere la versione che parla il server delle chiamate.',
  'This page blocks the call’s media': 'Questa pagina blocca audio e video della chiamata',
  'Its security rules forbid a file the call needs. Tell the owner of the website.':
    'Le sue regole di sicurezza vietano un file necessario alla chiamata. Avvisa il gestore del sito.',
  'Your picture or sound cannot be sent': 'Impossibile inviare il tuo video o il tuo audio',
  'Turn it off and on again. If that does not help, choose a lower video quality.':
    'Disattivalo e riattivalo. Se non basta, scegli una qualità video più bassa.',
  'A picture cannot be shown': 'Impossibile mostrare un’immagine',
  'Leave and join again. Sound goes on meanwhile.': 'Esci e partecipa di nuovo. Nel frattempo l’audio continua.',
  'You are not in the call': 'Non sei nella chiamata',
  'Join first.': 'Prima partecipa.',
  'That did not work': 'Non ha funzionato',
  'The call server did not do it. Try again.': 'Il server delle chiamate non l’ha fatto. Riprova.',
  'The page asked for something impossible. Tell its owner.':
    'La pagina ha chiesto qualcosa di impossibile. Avvisa chi la gestisce.',
  // ui/host-desk.ts
  'For hosts': 'Per gli host',
  'Lock the room': 'Blocca la stanza',
  'Nobody new comes in': 'Non può entrare nessun altro',
  'Waiting room': 'Sala d’attesa',
  'You decide who comes in': 'Decidi tu chi entra',
  'Waiting to be let in': 'In attesa di entrare',
  'Admit all': 'Ammetti tutti',
  'Admit {0}': 'Ammetti {0}',
  Admit: 'Ammetti',
  'Refuse {0}': 'Rifiuta {0}',
  Refuse: 'Rifiuta',
  // ui/joining.ts
  'Joining…': 'Ingresso…',
  'Joining {0}…': 'Ingresso in {0}…',
  // ui/level-meter.ts
  'Microphone level': 'Livello del microfono',
  // ui/lobby.ts
  Lobby: 'Ingresso',
  'Ready when you are': 'Tutto pronto',
  'You are joining': 'Stai per entrare in',
  'Your name': 'Il tuo nome',
  'How others see you': 'Visibile a tutti',
  'Enter your name, so that the others know who comes in.': 'Inserisci il tuo nome, così gli altri sanno chi arriva.',
  'Join the call': 'Partecipa alla chiamata',
  // ui/person-menu.ts
  Host: 'Host',
  Member: 'Membro',
  'What to do with {0}': 'Azioni per {0}',
  'Ask to unmute': 'Chiedi di attivare il microfono',
  Mute: 'Disattiva microfono',
  'Ask to turn camera on': 'Chiedi di attivare la videocamera',
  'Stop the shared screen': 'Interrompi la condivisione',
  Role: 'Ruolo',
  'Remove…': 'Rimuovi…',
  'Remove {0} from the call?': 'Rimuovere {0} dalla chiamata?',
  'They cannot come back as long as the call lasts.': 'Non potrà tornare finché dura la chiamata.',
  Remove: 'Rimuovi',
  Cancel: 'Annulla',
  // ui/preview.ts
  'Try again': 'Riprova',
  'Your camera': 'La tua videocamera',
  'Starting the camera…': 'Avvio della videocamera…',
  'Your camera is off': 'La tua videocamera è spenta',
  // ui/roster.ts
  you: 'tu',
  host: 'host',
  'Reconnecting…': 'Riconnessione…',
  'Volume of {0}': 'Volume di {0}',
  'microphone off': 'microfono spento',
  'microphone on': 'microfono acceso',
  'camera on': 'videocamera accesa',
  'camera off': 'videocamera spenta',
  // ui/settings.ts
  'Close settings': 'Chiudi impostazioni',
  'We hear you': 'Ti sentiamo',
  'Video quality': 'Qualità video',
  'Quality: automatic': 'Qualità: automatica',
  Language: 'Lingua',
  // ui/side-panel.ts
  People: 'Persone',
  Close: 'Chiudi',
  'Measuring…': 'Misurazione…',
  'Copy link': 'Copia link',
  // ui/stage.ts
  '{0} more people': { one: 'Un’altra persona', other: 'Altre {0} persone' },
  'Nobody else is here yet': 'Non c’è ancora nessun altro',
  'Whoever joins “{0}” appears here.': 'Chi entra in “{0}” compare qui.',
  // ui/stats.ts
  camera: 'videocamera',
  microphone: 'microfono',
  screen: 'schermo',
  'sound of the screen': 'audio dello schermo',
  'of the page itself': 'della pagina stessa',
  Path: 'Percorso',
  'Round trip': 'Andata e ritorno',
  Sent: 'Inviato',
  Received: 'Ricevuto',
  Codec: 'Codec',
  Size: 'Dimensioni',
  Frames: 'Fotogrammi',
  Rate: 'Velocità',
  'Camera to screen': 'Dalla videocamera allo schermo',
  'Mouth to ear': 'Dalla bocca all’orecchio',
  Buffer: 'Buffer',
  Dropped: 'Scartati',
  // ui/tile.ts
  '{0}’s screen': 'Schermo di {0}',
  'connection lost': 'connessione persa',
  'The picture is delayed': 'L’immagine è in ritardo',
  'Unpin {0}': 'Riduci {0}',
  'Show {0} large': 'Ingrandisci {0}',
  // ui/toasts.ts
  Dismiss: 'Chiudi',
  '{0} joined': '{0} partecipa alla chiamata',
  '{0} and {1} more joined': {
    one: '{0} e un’altra persona partecipano alla chiamata',
    other: '{0} e altre {1} persone partecipano alla chiamata',
  },
  '{0} left': '{0} ha abbandonato la chiamata',
  '{0} and {1} more left': {
    one: '{0} e un’altra persona hanno abbandonato la chiamata',
    other: '{0} e altre {1} persone hanno abbandonato la chiamata',
  },
  'You are back in the call': 'Ora sei di nuovo nella chiamata',
  '{0} waits to be let in': '{0} chiede di entrare',
  '{0} and {1} more wait to be let in': {
    one: '{0} e un’altra persona chiedono di entrare',
    other: '{0} e altre {1} persone chiedono di entrare',
  },
  Show: 'Mostra',
  'You are a host now': 'Ora sei host',
  'You are a member now': 'Ora sei membro',
  'You are a guest now': 'Ora sei ospite',
  'The room is locked: nobody new comes in': 'La stanza è bloccata: non può entrare nessun altro',
  'The room is open again': 'La stanza è di nuovo aperta',
  'A host': 'Un host',
  '{0} muted you': '{0} ha disattivato il tuo microfono',
  '{0} turned your camera off': '{0} ha disattivato la tua videocamera',
  '{0} stopped your screen': '{0} ha interrotto la tua condivisione',
  'Link copied': 'Link copiato',
  'The link could not be copied. Copy the page’s address instead.':
    'Impossibile copiare il link. Copia invece l’indirizzo della pagina.',
  // ui/unmute-request.ts
  '{0} asks you to unmute': '{0} ti chiede di attivare il microfono',
  '{0} asks you to turn your camera on': '{0} ti chiede di attivare la videocamera',
  Unmute: 'Attiva',
  'Turn on': 'Attiva',
  'Not now': 'Non ora',
  // ui/waiting-room.ts
  'The host will let you in': 'L’host ti farà entrare',
  'You are in the waiting room.': 'Sei nella sala d’attesa.',
  'You are in the waiting room of “{0}”.': 'Sei nella sala d’attesa di “{0}”.',
  'The host sees your name, {0}.': 'L’host vede il tuo nome: {0}.',
};
