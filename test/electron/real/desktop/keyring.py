# What the keyring holds, asked as any program of the same person may ask it (freedesktop.org, Secret Service).
import dbus

SERVICE = 'org.freedesktop.secrets'
INTERFACE = 'org.freedesktop.Secret.'


def deeds(bus):
    def kept():
        service = dbus.Interface(bus.get_object(SERVICE, '/org/freedesktop/secrets', introspect=False), INTERFACE + 'Service')
        _, session = service.OpenSession('plain', dbus.String('', variant_level=1), signature='sv')
        unlocked, locked = service.SearchItems(dbus.Dictionary({}, signature='ss'), signature='a{ss}')
        found = []
        for path in unlocked:
            item = bus.get_object(SERVICE, path, introspect=False)
            says = item.GetAll(INTERFACE + 'Item', dbus_interface=dbus.PROPERTIES_IFACE)
            secret = item.GetSecret(session, dbus_interface=INTERFACE + 'Item', signature='o')
            attributes = {str(k): str(v) for k, v in says['Attributes'].items()}
            found.append({'label': str(says['Label']), 'attributes': attributes, 'secret': bytes(bytearray(secret[2])).decode()})
        return found
    return {'keyring.kept': kept}
