"""Files in, safely: uploads, imports, rejected rows, backups, the audit log."""
