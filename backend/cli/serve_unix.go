//go:build unix

package cli

import (
	"os/exec"
	"os/signal"
	"syscall"
)

// apart gives a program a process group of its own, so that Ctrl-C here does not end the browser.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// keepInBackground lets `creatorlift serve &` go on: asking the terminal for Enter then fails, which
// would otherwise stop the whole program.
func keepInBackground() { signal.Ignore(syscall.SIGTTIN) }
