/** French, with « vous »: every text of the interface by its English one. What the braces mean is in message.ts; knows no more. */
import type { Translation } from './message.ts';

export const TRANSLATION: Translation = {
  // room-properties.ts
  Guest: 'Invité',
  // ui/banner.ts
  'The connection broke. Reconnecting…': 'Connexion interrompue. Reconnexion…',
  'The browser holds the sound back.': 'Le navigateur bloque le son.',
  'Turn sound on': 'Activer le son',
  'You are sharing your screen': 'Vous partagez votre écran',
  Stop: 'Arrêter',
  // ui/bar-actions.ts
  'Mute microphone': 'Couper le micro',
  'Unmute microphone': 'Activer le micro',
  'Turn camera off': 'Désactiver la caméra',
  'Turn camera on': 'Activer la caméra',
  'Stop sharing the screen': 'Arrêter le partage d’écran',
  'Share the screen': 'Partager l’écran',
  'Chat, {0} unread': 'Chat, {0} non lus',
  Chat: 'Chat',
  'People in the call: {0}, waiting: {1}': 'Personnes dans l’appel : {0}, en attente : {1}',
  'People in the call: {0}': 'Personnes dans l’appel : {0}',
  Settings: 'Paramètres',
  // ui/bar-menus.ts
  Grid: 'Grille',
  'Speaker (layout)': 'Intervenant',
  Strip: 'Bandeau',
  Layout: 'Affichage',
  'More, {0} waiting': 'Plus, {0} en attente',
  More: 'Plus',
  Statistics: 'Statistiques',
  // ui/call-view.ts
  Call: 'Appel',
  // ui/chat.ts
  Messages: 'Messages',
  'No messages yet. What you write here, everybody in the call can read.':
    'Aucun message pour l’instant. Ce que vous écrivez ici est visible par tous les participants.',
  'You can read here, but not write.': 'Vous pouvez lire ici, mais pas écrire.',
  Message: 'Message',
  'Write a message': 'Écrire un message',
  Send: 'Envoyer',
  You: 'Vous',
  'Sending…': 'Envoi…',
  'Not sent.': 'Non envoyé.',
  'Send again: {0}': 'Renvoyer : {0}',
  'Send again': 'Renvoyer',
  // ui/control-bar.ts
  'Call controls': 'Commandes de l’appel',
  'Leave the call': 'Quitter l’appel',
  Leave: 'Quitter',
  'Connection: good': 'Connexion : bonne',
  'Connection: fair': 'Connexion : moyenne',
  'Connection: poor': 'Connexion : mauvaise',
  // ui/device-select.ts
  Camera: 'Caméra',
  Microphone: 'Micro',
  'Speaker (device)': 'Haut-parleur',
  // ui/ended.ts
  'Reload the page': 'Recharger la page',
  'Join again': 'Rejoindre à nouveau',
  'Back to the lobby': 'Retour à l’accueil',
  'You left the call': 'Vous avez quitté l’appel',
  'Camera and microphone are off.': 'La caméra et le micro sont désactivés.',
  'You were removed from the call': 'Vous avez été exclu de l’appel',
  'Ask the person who runs it before you join again.': 'Adressez-vous à l’hôte avant de rejoindre à nouveau.',
  // ui/error-text.ts
  'This page is not secure': 'Cette page n’est pas sécurisée',
  'Browsers give camera and microphone to https pages only. Open this page with https:// in front.':
    'Les navigateurs n’autorisent la caméra et le micro que sur les pages https. Ouvrez cette page avec https:// au début.',
  'This browser is too old': 'Ce navigateur est trop ancien',
  'Update it, or open this page in a current Chrome, Edge, Firefox or Safari.':
    'Mettez-le à jour, ou ouvrez cette page dans une version récente de Chrome, Edge, Firefox ou Safari.',
  'Camera and microphone are blocked': 'La caméra et le micro sont bloqués',
  'The microphone is blocked': 'Le micro est bloqué',
  'The camera is blocked': 'La caméra est bloquée',
  'Allow it in the site settings beside the address bar, then try again.':
    'Autorisez l’accès dans les paramètres du site, à côté de la barre d’adresse, puis réessayez.',
  'This page may not use camera and microphone': 'Cette page ne peut pas utiliser la caméra et le micro',
  'This page may not use the microphone': 'Cette page ne peut pas utiliser le micro',
  'This page may not use the camera': 'Cette page ne peut pas utiliser la caméra',
  'The website or the frame around it forbids it. Tell its owner, or open the call in its own tab.':
    'Le site ou le cadre qui l’entoure l’interdit. Prévenez son responsable, ou ouvrez l’appel dans son propre onglet.',
  'The system blocks camera and microphone': 'Le système bloque la caméra et le micro',
  'The system blocks the microphone': 'Le système bloque le micro',
  'The system blocks the camera': 'Le système bloque la caméra',
  'Allow it for this browser in the privacy settings of your computer or phone, then try again.':
    'Autorisez ce navigateur dans les réglages de confidentialité de votre appareil, puis réessayez.',
  'No camera found': 'Aucune caméra trouvée',
  'Connect one and try again, or join without a camera.':
    'Branchez-en une et réessayez, ou rejoignez l’appel sans caméra.',
  'No microphone found': 'Aucun micro trouvé',
  'Connect one and try again, or join without. You can still listen and write.':
    'Branchez-en un et réessayez, ou rejoignez l’appel sans micro. Vous pourrez toujours écouter et écrire.',
  'Camera and microphone are in use': 'La caméra et le micro sont déjà utilisés',
  'The microphone is in use': 'Le micro est déjà utilisé',
  'The camera is in use': 'La caméra est déjà utilisée',
  'Another program holds it. Close that program and try again, or choose another device.':
    'Un autre programme l’utilise. Fermez-le et réessayez, ou choisissez un autre appareil.',
  'Camera and microphone are gone': 'La caméra et le micro ont disparu',
  'The microphone is gone': 'Le micro a disparu',
  'The camera is gone': 'La caméra a disparu',
  'It was unplugged or turned off. Plug it in again, or choose another device.':
    'L’appareil a été débranché ou éteint. Rebranchez-le, ou choisissez-en un autre.',
  'This browser cannot share the screen': 'Ce navigateur ne peut pas partager l’écran',
  'Phones and some browsers do not allow it. Use a computer to share.':
    'Les téléphones et certains navigateurs ne le permettent pas. Partagez depuis un ordinateur.',
  'The screen could not be shared': 'L’écran n’a pas pu être partagé',
  'Try again, or choose another window.': 'Réessayez, ou choisissez une autre fenêtre.',
  'The call server’s address is wrong': 'L’adresse du serveur d’appel est incorrecte',
  'This is a mistake in the page, not yours. Tell the owner of the website.':
    'C’est une erreur de la page, pas la vôtre. Prévenez le responsable du site.',
  'This room does not exist': 'Cette salle n’existe pas',
  'Check the link you were given, or ask for a new one.': 'Vérifiez le lien reçu, ou demandez-en un nouveau.',
  'The call server does not answer': 'Le serveur d’appel ne répond pas',
  'Check your internet connection. If it works, the server may be down: try again in a moment.':
    'Vérifiez votre connexion Internet. Si elle fonctionne, le serveur est peut-être en panne : réessayez dans un instant.',
  'The room did not let you in': 'Vous n’avez pas pu entrer dans la salle',
  'It may be full or closed. Ask the person who invited you, or try again later.':
    'Elle est peut-être pleine ou fermée. Demandez à la personne qui vous a invité, ou réessayez plus tard.',
  'Your invitation is no longer valid': 'Votre invitation n’est plus valable',
  'Reload this page or open it from where you were invited, to get a new one.':
    'Rechargez cette page, ou ouvrez-la depuis l’endroit où vous avez été invité, pour en obtenir une nouvelle.',
  'This website could not let you in': 'Ce site web n’a pas pu vous laisser entrer',
  'Its server did not answer as it should. Try again in a moment, or tell the owner of the website.':
    'Son serveur n’a pas répondu comme prévu. Réessayez dans un instant ou prévenez le propriétaire du site.',
  'Sign in first': 'Connectez-vous d’abord',
  'Sign in to this website, then join again.': 'Connectez-vous à ce site web, puis rejoignez à nouveau l’appel.',
  'You are not allowed to do that': 'Vous n’êtes pas autorisé à faire cela',
  'Check that the link is complete, or ask the person who invited you.':
    'Vérifiez que le lien est complet, ou demandez à la personne qui vous a invité.',
  'The room is locked': 'La salle est verrouillée',
  'Nobody new comes in at the moment. Ask a host to open it, then join again.':
    'Personne d’autre ne peut entrer pour le moment. Demandez à un hôte de l’ouvrir, puis rejoignez à nouveau.',
  'The host did not let you in': 'L’hôte ne vous a pas laissé entrer',
  'Ask the person who invited you before you try again.':
    'Demandez à la personne qui vous a invité avant de réessayer.',
  'You joined from somewhere else': 'Vous avez rejoint l’appel ailleurs',
  'The call goes on in the other tab or device. Join again to bring it here.':
    'L’appel continue dans l’autre onglet ou sur l’autre appareil. Rejoignez à nouveau pour le reprendre ici.',
  'This page is out of date': 'Cette page n’est plus à jour',
  'Reload it to get the version that the call server speaks.':
    'Rechargez-la pour obtenir la version que parle le serveur d’appel.',
  'This page blocks the call’s media': 'Cette page bloque l’image et le son de l’appel',
  'Its security rules forbid a file the call needs. Tell the owner of the website.':
    'Ses règles de sécurité interdisent un fichier nécessaire à l’appel. Prévenez le responsable du site.',
  'Your picture or sound cannot be sent': 'Votre image ou votre son ne peut pas être envoyé',
  'Turn it off and on again. If that does not help, choose a lower video quality.':
    'Désactivez-le puis réactivez-le. Si cela ne suffit pas, choisissez une qualité vidéo inférieure.',
  'A picture cannot be shown': 'Une image ne peut pas être affichée',
  'Leave and join again. Sound goes on meanwhile.':
    'Quittez l’appel et rejoignez-le à nouveau. Le son continue en attendant.',
  'You are not in the call': 'Vous n’êtes pas dans l’appel',
  'Join first.': 'Rejoignez-le d’abord.',
  'That did not work': 'Cela n’a pas fonctionné',
  'The call server did not do it. Try again.': 'Le serveur d’appel ne l’a pas fait. Réessayez.',
  'The page asked for something impossible. Tell its owner.':
    'La page a demandé quelque chose d’impossible. Prévenez son responsable.',
  // ui/host-desk.ts
  'For hosts': 'Pour les hôtes',
  'Lock the room': 'Verrouiller la salle',
  'Nobody new comes in': 'Personne d’autre ne peut entrer',
  'Waiting room': 'Salle d’attente',
  'You decide who comes in': 'Vous décidez qui entre',
  'Waiting to be let in': 'En attente d’admission',
  'Admit all': 'Tout admettre',
  'Admit {0}': 'Admettre {0}',
  Admit: 'Admettre',
  'Refuse {0}': 'Refuser {0}',
  Refuse: 'Refuser',
  // ui/joining.ts
  'Joining…': 'Connexion…',
  'Joining {0}…': 'Connexion à {0}…',
  // ui/level-meter.ts
  'Microphone level': 'Niveau du micro',
  // ui/lobby.ts
  Lobby: 'Accueil',
  'Ready when you are': 'Prêt quand vous l’êtes',
  'You are joining': 'Vous rejoignez',
  'Your name': 'Votre nom',
  'How others see you': 'Visible par tous',
  'Enter your name, so that the others know who comes in.':
    'Saisissez votre nom pour que les autres sachent qui arrive.',
  'Join the call': 'Rejoindre l’appel',
  // ui/person-menu.ts
  Host: 'Hôte',
  Member: 'Membre',
  'What to do with {0}': 'Actions pour {0}',
  'Ask to unmute': 'Demander d’activer le micro',
  Mute: 'Couper le micro',
  'Ask to turn camera on': 'Demander d’activer la caméra',
  'Stop the shared screen': 'Arrêter le partage d’écran',
  Role: 'Rôle',
  'Remove…': 'Exclure…',
  'Remove {0} from the call?': 'Exclure {0} de l’appel ?',
  'They cannot come back as long as the call lasts.': 'Le retour est impossible tant que dure l’appel.',
  Remove: 'Exclure',
  Cancel: 'Annuler',
  // ui/preview.ts
  'Try again': 'Réessayer',
  'Your camera': 'Votre caméra',
  'Starting the camera…': 'Démarrage de la caméra…',
  'Your camera is off': 'Votre caméra est désactivée',
  // ui/roster.ts
  you: 'vous',
  host: 'hôte',
  'Reconnecting…': 'Reconnexion…',
  'Volume of {0}': 'Volume de {0}',
  'microphone off': 'micro désactivé',
  'microphone on': 'micro activé',
  'camera on': 'caméra activée',
  'camera off': 'caméra désactivée',
  // ui/settings.ts
  'Close settings': 'Fermer les paramètres',
  'We hear you': 'Nous vous entendons',
  'Video quality': 'Qualité vidéo',
  'Quality: automatic': 'Qualité : automatique',
  Language: 'Langue',
  // ui/side-panel.ts
  People: 'Personnes',
  Close: 'Fermer',
  'Measuring…': 'Mesure en cours…',
  'Copy link': 'Copier le lien',
  // ui/stage.ts
  '{0} more people': { one: '{0} personne de plus', other: '{0} personnes de plus' },
  'Nobody else is here yet': 'Il n’y a encore personne',
  'Whoever joins “{0}” appears here.': 'Les personnes qui rejoignent « {0} » apparaissent ici.',
  // ui/stats.ts
  camera: 'caméra',
  microphone: 'micro',
  screen: 'écran',
  'sound of the screen': 'son de l’écran',
  'of the page itself': 'de la page elle-même',
  Path: 'Chemin',
  'Round trip': 'Aller-retour',
  Sent: 'Envoyé',
  Received: 'Reçu',
  Codec: 'Codec',
  Size: 'Taille',
  Frames: 'Images',
  Rate: 'Débit',
  'Camera to screen': 'De la caméra à l’écran',
  'Mouth to ear': 'De la bouche à l’oreille',
  Buffer: 'Tampon',
  Dropped: 'Perdues',
  // ui/tile.ts
  '{0}’s screen': 'Écran de {0}',
  'connection lost': 'connexion perdue',
  'The picture is delayed': 'L’image est en retard',
  'Unpin {0}': 'Ne plus agrandir {0}',
  'Show {0} large': 'Agrandir {0}',
  // ui/toasts.ts
  Dismiss: 'Fermer',
  '{0} joined': '{0} a rejoint l’appel',
  '{0} and {1} more joined': {
    one: '{0} et {1} autre personne ont rejoint l’appel',
    other: '{0} et {1} autres personnes ont rejoint l’appel',
  },
  '{0} left': '{0} a quitté l’appel',
  '{0} and {1} more left': {
    one: '{0} et {1} autre personne ont quitté l’appel',
    other: '{0} et {1} autres personnes ont quitté l’appel',
  },
  'You are back in the call': 'Vous êtes de retour dans l’appel',
  '{0} waits to be let in': '{0} demande à entrer',
  '{0} and {1} more wait to be let in': {
    one: '{0} et {1} autre personne demandent à entrer',
    other: '{0} et {1} autres personnes demandent à entrer',
  },
  Show: 'Afficher',
  'You are a host now': 'Vous êtes maintenant hôte',
  'You are a member now': 'Vous êtes maintenant membre',
  'You are a guest now': 'Vous êtes maintenant invité',
  'The room is locked: nobody new comes in': 'La salle est verrouillée : personne d’autre ne peut entrer',
  'The room is open again': 'La salle est de nouveau ouverte',
  'A host': 'Un hôte',
  '{0} muted you': '{0} a coupé votre micro',
  '{0} turned your camera off': '{0} a désactivé votre caméra',
  '{0} stopped your screen': '{0} a arrêté votre partage d’écran',
  'Link copied': 'Lien copié',
  'The link could not be copied. Copy the page’s address instead.':
    'Le lien n’a pas pu être copié. Copiez l’adresse de la page à la place.',
  // ui/unmute-request.ts
  '{0} asks you to unmute': '{0} vous demande d’activer votre micro',
  '{0} asks you to turn your camera on': '{0} vous demande d’activer votre caméra',
  Unmute: 'Activer',
  'Turn on': 'Activer',
  'Not now': 'Pas maintenant',
  // ui/waiting-room.ts
  'The host will let you in': 'L’hôte va vous faire entrer',
  'You are in the waiting room.': 'Vous êtes dans la salle d’attente.',
  'You are in the waiting room of “{0}”.': 'Vous êtes dans la salle d’attente de « {0} ».',
  'The host sees your name, {0}.': 'L’hôte voit votre nom : {0}.',
};
