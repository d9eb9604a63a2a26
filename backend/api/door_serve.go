package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"creatorlift/backend/shop"
)

const (
	headerTime  = 10 * time.Second
	idleTime    = 2 * time.Minute
	headerBytes = 16 << 10
	partingTime = 3 * time.Second // what answers under way get when the program ends
)

// ServeIn says whose file to serve and where.
type ServeIn struct {
	DB     string // "" = DefaultDatabase
	Listen string // 127.0.0.1:PORT; "" = a free port
}

// Served is the local server, ready to run, or word of the one that serves the same file already.
type Served struct {
	Link      string // the address to open, good once
	Elsewhere bool   // another process serves this file; the link is to that one, and there is nothing to run

	door     *Door
	listener net.Listener
	screen   *Screen
	invite   string // the file by which a second start finds this one
}

// Serve opens the brand's file and listens on 127.0.0.1. Where another process serves that file already
// it asks it for a fresh link instead. Errors people can put right: bad_listen, port_taken, already_open
// (held by the window or by another command) and those of opening the file.
func (a *App) Serve(in ServeIn) (out *Served, err error) {
	defer Guard(&err)
	if in.DB == "" {
		if in.DB, err = DefaultDatabase(); err != nil {
			return nil, err
		}
	}
	if in.DB, err = filepath.Abs(in.DB); err != nil {
		return nil, fmt.Errorf("api: the brand's file: %w", err)
	}
	invite := in.DB + inviteEnding
	if link, err := askRunning(invite); err == nil {
		return &Served{Link: link, Elsewhere: true}, nil
	}
	listener, err := listen(in.Listen)
	if err != nil {
		return nil, err
	}
	screen, err := NewScreen(a, ScreenOptions{DB: in.DB})
	if err != nil {
		err = errors.Join(err, listener.Close())
		if link, late := awaitRunning(invite, err); late == nil {
			return &Served{Link: link, Elsewhere: true}, nil
		}
		return nil, err
	}
	out = &Served{listener: listener, screen: screen, invite: invite}
	if err := out.open(a); err != nil {
		return nil, errors.Join(err, listener.Close(), screen.Close())
	}
	return out, nil
}

func (s *Served) open(a *App) error {
	port := s.listener.Addr().(*net.TCPAddr).Port
	s.door = NewDoor(port, s.screen.Handler(a.Assets))
	s.Link = s.door.Link()
	return writeInvite(s.invite, invitation{Port: port, Ask: s.door.linkAsk, Answer: s.door.linkAnswer})
}

// FreshLink is another address to open, good once.
func (s *Served) FreshLink() string { return s.door.Link() }

// Run answers until ctx is done, then stops the work under way and closes the brand's file.
func (s *Served) Run(ctx context.Context) error {
	server := newServer(ctx, s.door)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(s.listener) }()
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	return errors.Join(err, removeInvite(s.invite), part(server), s.screen.Close())
}

// newServer never cuts off a long upload or download: only headers have a time limit. Requests end with
// ctx.
func newServer(ctx context.Context, h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		BaseContext: func(net.Listener) context.Context { return ctx }}
}

// part lets answers under way end, for a moment.
func part(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), partingTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}

func listen(address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil || host != "127.0.0.1" || port == "" {
		return nil, &shop.Error{Code: "bad_listen", Message: fmt.Sprintf("Creatorlift cannot listen on %q: it answers only on this computer.", address), Hint: "Use --listen 127.0.0.1:PORT, or leave --listen out for a free port."}
	}
	l, err := net.Listen("tcp4", address)
	if err != nil {
		return nil, &shop.Error{Code: "port_taken", Message: fmt.Sprintf("Creatorlift cannot listen on %s: %v.", address, err), Hint: "Name another port, or leave --listen out for a free one."}
	}
	return l, nil
}
