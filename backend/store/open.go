package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
)

// Options say how to open a workspace.
type Options struct {
	Create bool // make the file and its folder where there is none
}

// Store is an open workspace. All its methods may be called at the same time; writes wait for each
// other, and reads see the last finished write.
type Store struct {
	path    string
	lock    *os.File
	key     []byte
	writer  *conn
	writing chan struct{} // holds one token while nobody writes
	readers *sql.DB
}

const (
	writerParams = "mode=rw&_mutex=no&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_busy_timeout=5000&_cache_size=-32768&_stmt_cache_size=64"
	readerParams = "mode=rw&_mutex=no&_query_only=1&_foreign_keys=1&_busy_timeout=5000&_cache_size=-8192"
	readerCount  = 4
)

// Open opens the workspace at path and holds it until Close; nobody else can open it meanwhile. A file
// of an older app is backed up beside itself and brought up to date.
//
// Errors are *shop.Error with the codes no_such_database, empty_database_file, not_a_database,
// not_a_file, foreign_database, newer_database (all found before a byte is written), already_open,
// read_only_folder, database_locked, damaged_database, disk_full, disk_error, bad_key_file.
func Open(path string, opts Options) (*Store, error) {
	list, err := listMigrations(migrationFiles)
	if err != nil {
		return nil, err
	}
	return open(path, opts, list)
}

func open(path string, opts Options, list []migration) (s *Store, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	defer func() { err = explain(path, err) }()
	there, err := inspect(path, list)
	if err != nil {
		return nil, err
	}
	if !there && !opts.Create {
		return nil, say("no_such_database", path)
	}
	if !there {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	s = &Store{path: path, lock: lock, writing: make(chan struct{}, 1)}
	if err := s.start(list); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.writing <- struct{}{}
	return s, nil
}

// takeLock holds the workspace for this process. The lock file stays behind: removing it would let
// two processes lock two files of the same name.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	got, err := grab(f)
	if err == nil && !got {
		err = say("already_open", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (s *Store) start(list []migration) (err error) {
	// Looked at again, because another process may have made or changed it before the lock was ours.
	there, err := inspect(s.path, list)
	if err == nil && there {
		err = inspectJournal(s.path, list)
	} else if err == nil {
		err = create(s.path, list)
	}
	if err != nil {
		return err
	}
	if s.writer, err = dial(s.path, writerParams); err != nil {
		return err
	}
	if err := s.writer.exec("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 16777216"); err != nil {
		return err
	}
	if err := s.upgrade(list); err != nil {
		return err
	}
	if s.key, err = loadKey(s.path, s.writer); err != nil {
		return err
	}
	if s.readers, err = sql.Open("sqlite3", dsn(s.path, readerParams)); err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(readerCount)
	return nil
}

func (s *Store) upgrade(list []migration) error {
	have, err := s.writer.number(ask("PRAGMA user_version"))
	if err != nil || have == int64(len(list)) {
		return err
	}
	name, err := freeName(s.path, fmt.Sprintf(".before-%04d.backup", have+1))
	if err != nil {
		return err
	}
	if err := backup(context.Background(), s.writer, name); err != nil {
		return err
	}
	return migrate(s.writer, list)
}

// create makes a workspace under another name and moves it into place, so that a half-made one never
// has the name.
func create(path string, list []migration) error {
	part := path + ".part"
	if err := removeAll(part, part+"-journal"); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return err
	}
	c, err := dial(part, "mode=rw&_synchronous=FULL&_foreign_keys=1")
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(c, list), c.close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func removeAll(paths ...string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// inspect reports whether the file at path is a workspace that this app may open; false and no error
// if there is no file. It only reads the file's first bytes.
func inspect(path string, list []migration) (bool, error) {
	header, err := readHeader(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case len(header) == 0:
		return false, say("empty_database_file", path)
	case len(header) < 100 || string(header[:16]) != "SQLite format 3\x00":
		return false, say("not_a_database", path)
	case binary.BigEndian.Uint32(header[68:]) != applicationID:
		return false, say("foreign_database", path)
	}
	version := int64(binary.BigEndian.Uint32(header[60:]))
	if version > int64(len(list)) {
		return false, say("newer_database", path)
	}
	return true, nil
}

// inspectJournal looks at the journal of a killed app, which may hold a newer version than the file. It
// writes nothing to either. The caller holds the lock: it would disturb an app that is just starting.
func inspectJournal(path string, list []migration) error {
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c, err := dial(path, "mode=ro&_busy_timeout=5000")
	if err != nil {
		return err
	}
	version, err := c.number(ask("PRAGMA user_version"))
	if err == nil && version > int64(len(list)) {
		err = say("newer_database", path)
	}
	return errors.Join(err, c.close())
}

func readHeader(path string) (header []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if st, err := f.Stat(); err != nil || st.IsDir() {
		return nil, errors.Join(err, say("not_a_file", path))
	}
	header = make([]byte, 100)
	n, err := io.ReadFull(f, header)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return header[:n], err
}

// Close ends the work with the workspace and lets others open it.
func (s *Store) Close() error {
	var err error
	if s.readers != nil {
		err = s.readers.Close()
	}
	if s.writer != nil {
		err = errors.Join(err, s.writer.close())
	}
	return explain(s.path, errors.Join(err, letGo(s.lock)))
}

// Path returns the absolute path of the workspace file.
func (s *Store) Path() string { return s.path }

// write runs f in a transaction on the one connection that writes.
func (s *Store) write(ctx context.Context, f func(c *conn) error) error {
	select {
	case <-s.writing:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.writing <- struct{}{} }()
	if err := ctx.Err(); err != nil {
		return err
	}
	return explain(s.path, transact(s.writer, func() error { return f(s.writer) }))
}

// read runs f on a connection that sees one unchanging state.
func (s *Store) read(ctx context.Context, f func(c *conn) error) (err error) {
	defer func() { err = explain(s.path, err) }()
	pooled, err := s.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pooled.Close()) }()
	return pooled.Raw(func(driverConn any) (err error) {
		c := asConn(driverConn)
		if err := c.exec("BEGIN"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.exec("ROLLBACK")) }()
		return f(c)
	})
}

// CustomerKey returns the key with which the caller turns an e-mail into a hash that stands for the
// customer. It lies outside the database, so that a copy of the database alone tells nothing. When the
// key is lost while the workspace holds customers it returns the *shop.Error missing_key_file.
func (s *Store) CustomerKey() ([]byte, error) {
	if s.key == nil {
		return nil, &shop.Error{Code: "missing_key_file", Message: "The key file " + keyPath(s.path) + " is missing.",
			Hint: "Put it back from a backup (FILE.key). With another key returning customers would count as new."}
	}
	return append([]byte(nil), s.key...), nil
}
