# What a desktop does around a program: a panel with its tray icon, notifications, the look, the clipboard, a file to drag,
# and signing out. Drawn, so that a mouse reaches it; and asked over a socket, one line of JSON for a question and an answer.
# The tray asks the program things and waits, so it is a process apart: the program may wait for a notification meanwhile.
import json
import os
import sys

import dbus
import dbus.bus
import dbus.mainloop.glib
import gi

gi.require_version('Gtk', '3.0')
gi.require_version('Gdk', '3.0')
gi.require_version('GdkX11', '3.0')
from gi.repository import Gdk, GdkX11, Gio, GLib, Gtk  # noqa: E402

import appearance  # noqa: E402
import keyring  # noqa: E402
import launcher  # noqa: E402
import logind  # noqa: E402
import notes  # noqa: E402
import offer  # noqa: E402
import sign_in  # noqa: E402
import tray  # noqa: E402

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
session = dbus.SessionBus()
system = dbus.bus.BusConnection(os.environ['DBUS_SYSTEM_BUS_ADDRESS'])
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)


def copy(text):
    clipboard.set_text(text, -1)


def picture(path, x=0, y=0, width=0, height=0):
    root = Gdk.get_default_root_window()
    shot = Gdk.pixbuf_get_from_window(root, x, y, width or root.get_width(), height or root.get_height())
    shot.savev(path, 'png', [], [])


def place(number):
    """Left, top, width and height of what a window shows, without its frame."""
    window = GdkX11.X11Window.foreign_new_for_display(Gdk.Display.get_default(), number)
    if window is None:
        return None
    got, x, y = window.get_origin()
    # Asked of the server: what Gdk remembers of a window that is not its own may be of earlier.
    geometry = window.get_geometry()
    return [x, y, geometry.width, geometry.height]


def services():
    return {
        'place': place,
        'copy': copy,
        'copied': lambda: clipboard.wait_for_text(),
        'picture': picture,
        **appearance.deeds(session),
        **keyring.deeds(session),
        **launcher.deeds(session),
        **logind.deeds(system),
        **notes.deeds(session),
        **offer.deeds(),
        **sign_in.deeds(),
    }


DEEDS = tray.deeds(session) if sys.argv[2] == 'tray' else services()


def answer(line):
    try:
        asked = json.loads(line)
        return {'value': DEEDS[asked['do']](*asked.get('with', []))}
    except Exception as error:  # whatever it is, whoever asked hears of it
        return {'error': '%s: %s' % (type(error).__name__, error)}


def serve(connection):
    text = b''
    while b'\n' not in text:
        more = connection.get_input_stream().read_bytes(65536, None).get_data()
        if not more:
            return False
        text += more
    connection.get_output_stream().write_all(json.dumps(answer(text)).encode() + b'\n', None)
    connection.close(None)
    return False


def listen(path):
    service = Gio.SocketService()
    service.add_address(Gio.UnixSocketAddress.new(path), Gio.SocketType.STREAM, Gio.SocketProtocol.DEFAULT, None)
    # Answered from the loop itself, because an answer may draw.
    service.connect('incoming', lambda s, connection, source: GLib.idle_add(serve, connection) and True)
    service.start()
    return service


listening = listen(sys.argv[1])
print('ready', flush=True)
Gtk.main()
