/** What is wrong with the address of a room, for whoever opened it. Knows no address. */
import type { Language } from './page-language.ts';

/** In braces stands what is filled in; never anything of what was asked for. */
export interface ProblemWords {
  /** Headings of a page that is not there, and of one that cannot be. */
  readonly noRoom: string;
  readonly noName: string;
  readonly advice: string;
  readonly nameless: string;
  readonly slash: string;
  readonly cutOff: string;
  readonly dots: string;
  readonly tooLong: string;
  readonly unprintable: string;
  /** The relay goes by another name. */
  readonly otherName: string;
}

export const PROBLEM_WORDS: Readonly<Record<Language, ProblemWords>> = {
  en: {
    noRoom: 'There is no room here',
    noName: 'This is no room’s name',
    advice: 'Check the link you were given, or ask for a new one.',
    nameless: 'This address names no room: one that ends in /r/team is that of the room “team”.',
    slash: 'A room is one part of the address; a slash in its name is written %2F.',
    cutOff: 'The room’s name in this address is cut off, or its percent signs are wrong.',
    dots: 'A room of only one or two dots has no address: browsers drop them.',
    tooLong: 'A room’s name has at most {max} characters, the one in this address has {length}.',
    unprintable: 'A room’s name is printable characters on one line, without white space at its beginning or end.',
    otherName: 'This relay does not go by the name in this address. Use its own.',
  },
  de: {
    noRoom: 'Hier ist kein Raum',
    noName: 'So heißt kein Raum',
    advice: 'Prüfen Sie den Link, den Sie bekommen haben, oder bitten Sie um einen neuen.',
    nameless: 'Diese Adresse nennt keinen Raum: Eine, die auf /r/team endet, ist die des Raums „team“.',
    slash: 'Ein Raum ist ein einziger Teil der Adresse; ein Schrägstrich in seinem Namen wird %2F geschrieben.',
    cutOff: 'Der Name des Raums ist in dieser Adresse abgeschnitten, oder seine Prozentzeichen sind falsch.',
    dots: 'Ein Raum aus nur einem oder zwei Punkten hat keine Adresse: Browser lassen sie weg.',
    tooLong: 'Der Name eines Raums hat höchstens {max} Zeichen, der in dieser Adresse hat {length}.',
    unprintable: 'Der Name eines Raums sind druckbare Zeichen in einer Zeile, ohne Leerraum am Anfang oder Ende.',
    otherName: 'Dieses Relay heißt nicht so, wie diese Adresse sagt. Verwenden Sie seine eigene.',
  },
  es: {
    noRoom: 'Aquí no hay ninguna sala',
    noName: 'Ninguna sala se llama así',
    advice: 'Comprueba el enlace que recibiste, o pide uno nuevo.',
    nameless: 'Esta dirección no nombra ninguna sala: una que termina en /r/team es la de la sala «team».',
    slash: 'Una sala es una sola parte de la dirección; una barra en su nombre se escribe %2F.',
    cutOff: 'El nombre de la sala está cortado en esta dirección, o sus signos de porcentaje son incorrectos.',
    dots: 'Una sala de solo uno o dos puntos no tiene dirección: los navegadores los quitan.',
    tooLong: 'El nombre de una sala tiene como máximo {max} caracteres, y el de esta dirección tiene {length}.',
    unprintable:
      'El nombre de una sala son caracteres imprimibles en una línea, sin espacios al principio ni al final.',
    otherName: 'Este relay no se llama como dice esta dirección. Usa la suya.',
  },
  fr: {
    noRoom: 'Il n’y a pas de salle ici',
    noName: 'Aucune salle ne porte ce nom',
    advice: 'Vérifiez le lien reçu, ou demandez-en un nouveau.',
    nameless: 'Cette adresse ne nomme aucune salle : celle qui finit par /r/team est celle de la salle « team ».',
    slash: 'Une salle est une seule partie de l’adresse ; une barre oblique dans son nom s’écrit %2F.',
    cutOff: 'Le nom de la salle est coupé dans cette adresse, ou ses signes pour cent sont faux.',
    dots: 'Une salle d’un ou deux points seulement n’a pas d’adresse : les navigateurs les enlèvent.',
    tooLong: 'Le nom d’une salle a au plus {max} caractères, celui de cette adresse en a {length}.',
    unprintable: 'Le nom d’une salle tient en caractères imprimables sur une ligne, sans espace au début ni à la fin.',
    otherName: 'Ce relais ne porte pas le nom que dit cette adresse. Utilisez la sienne.',
  },
  it: {
    noRoom: 'Qui non c’è nessuna stanza',
    noName: 'Nessuna stanza si chiama così',
    advice: 'Controlla il link che hai ricevuto, oppure chiedine uno nuovo.',
    nameless: 'Questo indirizzo non nomina nessuna stanza: quello che finisce con /r/team è della stanza “team”.',
    slash: 'Una stanza è una sola parte dell’indirizzo; una barra nel suo nome si scrive %2F.',
    cutOff: 'Il nome della stanza in questo indirizzo è tagliato, o i suoi segni di percentuale sono sbagliati.',
    dots: 'Una stanza di soli uno o due punti non ha indirizzo: i browser li tolgono.',
    tooLong: 'Il nome di una stanza ha al massimo {max} caratteri, quello in questo indirizzo ne ha {length}.',
    unprintable:
      'Il nome di una stanza è fatto di caratteri stampabili su una riga, senza spazi all’inizio o alla fine.',
    otherName: 'Questo relay non ha il nome che dice questo indirizzo. Usa il suo.',
  },
  pt: {
    noRoom: 'Não há nenhuma sala aqui',
    noName: 'Nenhuma sala se chama assim',
    advice: 'Confira o link que você recebeu, ou peça um novo.',
    nameless: 'Este endereço não diz nenhuma sala: um que termina em /r/team é o da sala “team”.',
    slash: 'Uma sala é uma só parte do endereço; uma barra no nome se escreve %2F.',
    cutOff: 'O nome da sala está cortado neste endereço, ou os sinais de porcentagem estão errados.',
    dots: 'Uma sala de apenas um ou dois pontos não tem endereço: os navegadores os retiram.',
    tooLong: 'O nome de uma sala tem no máximo {max} caracteres, e o deste endereço tem {length}.',
    unprintable: 'O nome de uma sala são caracteres imprimíveis em uma linha, sem espaços no início ou no fim.',
    otherName: 'Este relay não se chama como diz este endereço. Use o dele.',
  },
  ro: {
    noRoom: 'Aici nu este nicio sală',
    noName: 'Nicio sală nu se numește așa',
    advice: 'Verificați linkul primit sau cereți unul nou.',
    nameless: 'Această adresă nu numește nicio sală: una care se termină în /r/team este a sălii „team”.',
    slash: 'O sală este o singură parte a adresei; o bară oblică în numele ei se scrie %2F.',
    cutOff: 'Numele sălii este tăiat în această adresă sau semnele ei de procent sunt greșite.',
    dots: 'O sală doar din unul sau două puncte nu are adresă: browserele le elimină.',
    tooLong: 'Numele unei săli are cel mult {max} de caractere, iar cel din această adresă are {length}.',
    unprintable: 'Numele unei săli are caractere tipăribile pe un singur rând, fără spații la început sau la sfârșit.',
    otherName: 'Acest releu nu se numește așa cum spune această adresă. Folosiți-o pe a lui.',
  },
  ru: {
    noRoom: 'Здесь нет комнаты',
    noName: 'Так комнаты не называются',
    advice: 'Проверьте полученную ссылку или попросите новую.',
    nameless: 'В этом адресе нет комнаты: адрес, который кончается на /r/team, ведёт в комнату «team».',
    slash: 'Комната — это одна часть адреса; косая черта в её имени пишется как %2F.',
    cutOff: 'Имя комнаты в этом адресе обрезано, или знаки процента в нём неверны.',
    dots: 'У комнаты из одной или двух точек нет адреса: браузеры их отбрасывают.',
    tooLong: 'В имени комнаты не больше {max} символов, а в этом адресе их {length}.',
    unprintable: 'Имя комнаты состоит из печатных символов в одной строке, без пробелов в начале и в конце.',
    otherName: 'Этот ретранслятор называется не так, как в этом адресе. Откройте его собственный адрес.',
  },
};
