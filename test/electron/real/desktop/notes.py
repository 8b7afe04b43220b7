# A notification daemon (freedesktop.org, Desktop Notifications): each is a small window that a mouse can click, with its
# buttons; and each is written down with what became of it.
import dbus
import dbus.service
from gi.repository import GLib, Gtk

NOTES = 'org.freedesktop.Notifications'
EXPIRED, DISMISSED, CLOSED = 1, 2, 3
WIDTH = 360


class Notes(dbus.service.Object):
    def __init__(self, bus):
        self.all, self.windows, self.count = [], {}, 0
        self.name = dbus.service.BusName(NOTES, bus)
        super().__init__(bus, '/org/freedesktop/Notifications')

    @dbus.service.method(NOTES, in_signature='susssasa{sv}i', out_signature='u')
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        number = int(replaces)
        if number == 0:
            self.count += 1
            number = self.count
        pairs = [[str(actions[n]), str(actions[n + 1])] for n in range(0, len(actions) - 1, 2)]
        hints = {str(k): str(v)[:80] for k, v in hints.items()}
        self.all.append({'id': number, 'app': str(app), 'title': str(summary), 'body': str(body), 'actions': pairs, 'hints': hints, 'open': True})
        self.draw(number, str(summary), str(body), pairs)
        return dbus.UInt32(number)

    @dbus.service.method(NOTES, in_signature='u')
    def CloseNotification(self, number):
        self.end(int(number), CLOSED)

    @dbus.service.method(NOTES, out_signature='as')
    def GetCapabilities(self):
        return ['actions', 'body', 'icon-static', 'persistence']

    @dbus.service.method(NOTES, out_signature='ssss')
    def GetServerInformation(self):
        return ('desktop of the tests', 'booking-courier', '1', '1.2')

    @dbus.service.signal(NOTES, signature='uu')
    def NotificationClosed(self, number, why):
        pass

    @dbus.service.signal(NOTES, signature='us')
    def ActionInvoked(self, number, key):
        pass

    def end(self, number, why):
        window = self.windows.pop(number, None)
        if window is not None:
            window.destroy()
        for note in self.all:
            if note['id'] == number:
                note['open'] = False
        self.NotificationClosed(number, why)
        self.arrange()

    def act(self, number, key):
        self.ActionInvoked(number, key)
        self.end(number, DISMISSED)

    def draw(self, number, summary, body, actions):
        old = self.windows.pop(number, None)
        if old is not None:
            old.destroy()
        # Past the window manager: no frame, no focus, where it is put.
        window = Gtk.Window(title='notification', type=Gtk.WindowType.POPUP)
        window.set_size_request(WIDTH, -1)
        outer = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=12)
        words = Gtk.EventBox()
        text = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4)
        for line, style in ((summary, '<b>%s</b>'), (body, '%s')):
            label = Gtk.Label(xalign=0, wrap=True, max_width_chars=44)
            label.set_markup(style % GLib.markup_escape_text(line))
            text.pack_start(label, False, False, 0)
        words.add(text)
        words.connect('button-press-event', lambda *a: self.act(number, 'default'))
        outer.pack_start(words, True, True, 0)
        row = Gtk.Box(spacing=6)
        for key, label in actions:
            if key != 'default':
                button = Gtk.Button(label=label)
                button.connect('clicked', lambda b, key=key: self.act(number, key))
                row.pack_start(button, False, False, 0)
        outer.pack_start(row, False, False, 0)
        window.add(outer)
        window.words, window.buttons = words, row
        window.show_all()
        self.windows[number] = window
        self.arrange()

    def arrange(self):
        y = 8
        for window in self.windows.values():
            window.move(window.get_screen().get_width() - WIDTH - 8, y)
            y += window.get_preferred_height_for_width(WIDTH)[0] + 8

    def place(self, number, key='default'):
        """Where its words, or its button, are on the screen."""
        window = self.windows.get(number)
        if window is None:
            return None
        widget = window.words
        if key != 'default':
            note = [n for n in self.all if n['id'] == number][-1]
            keys = [k for k, _ in note['actions'] if k != 'default']
            widget = window.buttons.get_children()[keys.index(key)]
        x, y = widget.translate_coordinates(window, 0, 0)
        got, left, top = window.get_window().get_origin()
        at = widget.get_allocation()
        return [left + x + at.width // 2, top + y + at.height // 2]

    def expire(self, number):
        """What a desktop does when nobody looked: the notification goes by itself."""
        self.end(number, EXPIRED)


def deeds(bus):
    notes = Notes(bus)
    return {'notes.look': lambda: notes.all, 'notes.place': notes.place, 'notes.expire': notes.expire}
