"""Decodes each mail of a gzipped mbox by Python's email package; one line a mail: its kind and a hash of its text.

Text is every text/plain part that is no attachment, and each attached patch, white space runs made one blank. Where a part
is format=flowed the quote marks are dropped as well, because joining lines drops some.
"""
import email
import gzip
import hashlib
import re
import sys

PATCH = re.compile(r'^(?:diff --git |Index: \S|--- \S+\s|From [0-9a-f]{40} )', re.M)


def decoded(part):
    data = part.get_payload(decode=True) or b''
    for charset in (part.get_content_charset() or 'utf-8', 'utf-8', 'cp1252', 'latin-1'):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue


def text_of(mail):
    texts, patches, flowed = [], [], False
    for part in mail.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        attached = part.get_content_disposition() == 'attachment' or kind != 'text/plain'
        if not attached:
            texts.append(decoded(part))
            flowed = flowed or str(part.get_param('format')).lower() == 'flowed'
        elif kind.startswith('text/') or re.search(r'\.(patch|diff|txt|mbox|eml)$', part.get_filename() or ''):
            text = decoded(part)
            if kind != 'text/html' and PATCH.search(text):
                patches.append(text)
    return '\n'.join(texts + patches), flowed


def normal(text, flowed):
    text = text.replace('\0', '\u2400')
    if flowed:
        text = re.sub(r'[>\s]+', ' ', text)
    return re.sub(r'[\s\ufeff]+', ' ', text).strip()


for raw in re.split(rb'(?m)^From mboxrd@z Thu Jan  1 00:00:00 1970\n', gzip.open(sys.argv[1]).read())[1:]:
    raw = re.sub(rb'(?m)^>(?=>*From )', b'', raw)
    mail = email.message_from_bytes(raw)
    text, flowed = text_of(mail)
    kind = 'flowed' if flowed else 'plain' if not mail.is_multipart() else 'multipart'
    print(kind, hashlib.sha256(normal(text, flowed).encode('utf-8', 'replace')).hexdigest())
