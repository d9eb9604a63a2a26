package shop

import "errors"

// Error is a problem the founder can put right. Message says what is wrong and where (file, line,
// column); Hint says what to do about it. Code is stable, for scripts and tests.
type Error struct {
	Code    string
	Message string
	Hint    string
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " " + e.Hint
}

// ErrorCode returns the Code of the first *Error in err's chain, "" if there is none.
func ErrorCode(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
