# A panel with the icons of programs: the StatusNotifierWatcher and its host in one (freedesktop.org, StatusNotifierItem),
# and their menus (com.canonical.dbusmenu). The left button clicks an icon, the right one opens its menu.
import base64

import dbus
import dbus.service
from gi.repository import GdkPixbuf, GLib, Gtk

WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
MENU = 'com.canonical.dbusmenu'
HEIGHT = 32
# What is answered for a program that ended while it was asked.
ENDED = tuple('org.freedesktop.DBus.Error.' + name for name in ('NoReply', 'ServiceUnknown', 'NameHasNoOwner', 'UnknownObject', 'Disconnected'))


def rgba_of(argb):
    out = bytearray(len(argb))
    out[0::4], out[1::4], out[2::4], out[3::4] = argb[1::4], argb[2::4], argb[3::4], argb[0::4]
    return bytes(out)


class Tray(dbus.service.Object):
    def __init__(self, bus):
        self.bus, self.items, self.shown_menu = bus, [], None
        self.name = dbus.service.BusName(WATCHER, bus)
        super().__init__(bus, '/StatusNotifierWatcher')
        bus.add_signal_receiver(self.gone, 'NameOwnerChanged', 'org.freedesktop.DBus')
        bus.add_signal_receiver(lambda *a: GLib.idle_add(self.draw), dbus_interface=ITEM)
        self.panel = Gtk.Window(title='panel')
        self.panel.set_type_hint(6)  # a dock: no frame, above everything, no entry among the windows
        self.box = Gtk.Box(spacing=8, margin_start=8)
        self.panel.add(self.box)
        self.panel.set_default_size(200, HEIGHT)
        self.panel.show_all()
        screen = self.panel.get_screen()
        self.panel.move(screen.get_width() - 200, screen.get_height() - HEIGHT)

    def gone(self, name, old, new):
        if new == '':
            self.items[:] = [item for item in self.items if item[0] != name]
            self.draw()

    @dbus.service.method(WATCHER, in_signature='s', sender_keyword='sender')
    def RegisterStatusNotifierItem(self, service, sender=None):
        by_path = service.startswith('/')
        self.items.append((sender if by_path or not service.startswith(':') else service, service if by_path else '/StatusNotifierItem'))
        self.StatusNotifierItemRegistered(service)
        GLib.idle_add(self.draw)

    @dbus.service.method(WATCHER, in_signature='s')
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(WATCHER, signature='s')
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature='ss', out_signature='v')
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature='s', out_signature='a{sv}')
    def GetAll(self, interface):
        items = dbus.Array(['%s%s' % item for item in self.items], signature='s')
        return {'IsStatusNotifierHostRegistered': dbus.Boolean(True), 'ProtocolVersion': dbus.Int32(0), 'RegisteredStatusNotifierItems': items}

    def look(self):
        seen = []
        for item in self.items:
            try:
                says = self.bus.get_object(*item, introspect=False).GetAll(ITEM, dbus_interface=dbus.PROPERTIES_IFACE)
            except dbus.DBusException as error:
                if error.get_dbus_name() in ENDED:
                    continue
                raise
            icons = [[int(w), int(h), base64.b64encode(rgba_of(bytes(argb))).decode()] for w, h, argb in says.get('IconPixmap', [])]
            tip = says.get('ToolTip')
            words = [str(part) for part in tip[2:]] if tip is not None else []
            seen.append({'title': str(says.get('Title', '')), 'status': str(says.get('Status', '')), 'tooltip': words, 'icons': icons})
        return seen

    def draw(self):
        for child in self.box.get_children():
            self.box.remove(child)
        try:
            seen = self.look()
        except dbus.DBusException:
            seen = []  # it is not there yet
        for n, item in enumerate(seen):
            if not item['icons']:
                continue
            w, h, rgba = max(item['icons'])
            image = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(base64.b64decode(rgba)), 0, True, 8, w, h, w * 4)
            box = Gtk.EventBox(tooltip_text='\n'.join(item['tooltip']))
            box.add(Gtk.Image.new_from_pixbuf(image.scale_simple(24, 24, GdkPixbuf.InterpType.BILINEAR)))
            box.connect('button-press-event', self.pressed, n)
            self.box.pack_start(box, False, False, 0)
        self.box.show_all()
        return False

    def pressed(self, widget, event, n):
        if event.button == 1:
            self.bus.get_object(*self.items[n], introspect=False).Activate(int(event.x_root), int(event.y_root), dbus_interface=ITEM, signature='ii')
        elif event.button == 3:
            menu = self.layout(n)
            self.shown_menu = self.gtk_menu(n, menu[2])
            self.shown_menu.popup_at_widget(widget, 1, 7, event)
        return True

    def menu_of(self, n):
        path = self.bus.get_object(*self.items[n], introspect=False).Get(ITEM, 'Menu', dbus_interface=dbus.PROPERTIES_IFACE)
        return self.bus.get_object(self.items[n][0], path, introspect=False)

    def layout(self, n):
        menu = self.menu_of(n)
        try:
            menu.AboutToShow(0, dbus_interface=MENU, signature='i')
        except dbus.DBusException:
            pass  # not every toolkit knows it of the whole menu
        return menu.GetLayout(0, -1, dbus.Array([], signature='s'), dbus_interface=MENU, signature='iias')[1]

    def gtk_menu(self, n, entries):
        menu = Gtk.Menu()
        for number, says, below in entries:
            if says.get('type') == 'separator':
                menu.append(Gtk.SeparatorMenuItem())
                continue
            entry = Gtk.MenuItem.new_with_mnemonic(str(says.get('label', '')))
            entry.set_sensitive(bool(says.get('enabled', True)))
            if below:
                entry.set_submenu(self.gtk_menu(n, below))
            else:
                entry.connect('activate', lambda e, number=number: self.choose(n, number))
            menu.append(entry)
        menu.show_all()
        return menu

    def choose(self, n, number):
        self.menu_of(n).Event(number, 'clicked', dbus.Int32(0, variant_level=1), dbus.UInt32(0), dbus_interface=MENU, signature='isvu')

    def menu(self):
        lines = []

        def walk(node, indent):
            number, says, below = node
            if number != 0:
                label = '---' if says.get('type') == 'separator' else str(says.get('label'))
                lines.append(indent + label + ('' if says.get('enabled', True) else ' (disabled)'))
            for entry in below:
                walk(entry, indent + ('  ' if number != 0 else ''))
        walk(self.layout(0), '')
        return lines

    def place(self):
        """Where the first icon is on the screen, at its middle."""
        boxes = self.box.get_children()
        if not boxes:
            return None
        got, x, y = boxes[0].get_window().get_origin()
        at = boxes[0].get_allocation()
        return [x + at.width // 2, y + at.height // 2]

    def entry_place(self, *labels):
        """Where an entry of the opened menu is on the screen; of a submenu once that is open."""
        menu = self.shown_menu
        for depth, label in enumerate(labels):
            found = [e for e in menu.get_children() if e.get_label() and e.get_label().replace('_', '').startswith(label)]
            if not found or not found[0].get_mapped():
                return None
            if depth + 1 < len(labels):
                menu = found[0].get_submenu()
        got, x, y = found[0].get_window().get_origin()
        at = found[0].get_allocation()
        return [x + at.x + min(at.width, 120) // 2, y + at.y + at.height // 2]


def deeds(bus):
    tray = Tray(bus)
    return {'tray.look': tray.look, 'tray.menu': tray.menu, 'tray.place': tray.place, 'tray.entryPlace': tray.entry_place}
