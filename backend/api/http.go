package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"creatorlift/backend/shop"
)

// routes registers everything the screen can ask. The client in TypeScript is made from it.
func (s *Screen) routes(a huma.API) {
	a.UseMiddleware(s.refusePast)
	ask(a, "GET", "/api/frame", "frame", s.Frame)
	ask(a, "GET", "/api/job/{id}", "job", s.Job)
	ask(a, "DELETE", "/api/job/{id}", "cancelJob", s.CancelJob)
	ask(a, "POST", "/api/sample", "makeSample", s.MakeSample)

	ask(a, "POST", "/api/brand/{brand}/as-of", "lookBack", s.LookBack)
	ask(a, "DELETE", "/api/brand/{brand}/as-of", "showToday", s.ShowToday)
	ask(a, "GET", "/api/brand/{brand}/home", "home", s.Home)
	ask(a, "GET", "/api/brand/{brand}/creators", "creators", s.Creators)
	ask(a, "GET", "/api/brand/{brand}/creators/{by}", "ranks", s.Ranks)
	ask(a, "GET", "/api/brand/{brand}/people", "people", s.People)
	ask(a, "GET", "/api/brand/{brand}/person", "person", s.Person)
	ask(a, "POST", "/api/brand/{brand}/names/decide", "decideNames", s.DecideNames)
	ask(a, "POST", "/api/brand/{brand}/names/take-back", "takeBackNames", s.TakeBackNames)
	ask(a, "GET", "/api/brand/{brand}/products", "products", s.Products)
	ask(a, "GET", "/api/brand/{brand}/accuracy", "accuracy", s.Accuracy)

	ask(a, "GET", "/api/brand/{brand}/inbox", "inbox", s.Inbox)
	ask(a, "GET", "/api/brand/{brand}/exports", "exports", s.Exports)
	ask(a, "POST", "/api/brand/{brand}/inbox/paths", "addPaths", s.AddPaths)
	ask(a, "POST", "/api/brand/{brand}/inbox/look", "look", s.Look)
	ask(a, "POST", "/api/brand/{brand}/inbox/files/{id}", "answer", s.AnswerFile)
	ask(a, "DELETE", "/api/brand/{brand}/inbox/files/{id}", "dropFile", s.DropFile)
	ask(a, "DELETE", "/api/brand/{brand}/inbox/files", "dropAll", s.DropAll)
	ask(a, "POST", "/api/brand/{brand}/inbox/save", "save", s.Save)
	ask(a, "GET", "/api/brand/{brand}/inbox/saved", "saved", s.Saved)
	ask(a, "GET", "/api/brand/{brand}/batches/{batch}/changes", "changes", s.Changed)
	ask(a, "POST", "/api/brand/{brand}/undo", "undo", s.Undo)

	ask(a, "GET", "/api/brand/{brand}/mappings", "mappings", s.Mappings)
	ask(a, "DELETE", "/api/brand/{brand}/mappings/{id}", "forgetMapping", s.ForgetMapping)
	ask(a, "POST", "/api/brand/{brand}/mappings/export", "exportMappings", s.ExportMappings)
	ask(a, "POST", "/api/brand/{brand}/mappings/import", "importMappings", s.ImportMappings)

	ask(a, "GET", "/api/brand/{brand}/tests", "tests", s.Tests)
	ask(a, "POST", "/api/brand/{brand}/tests", "addTest", s.AddTest)
	ask(a, "GET", "/api/brand/{brand}/tests/{id}", "test", s.Test)
	ask(a, "DELETE", "/api/brand/{brand}/tests/{id}", "removeTest", s.RemoveTest)
	ask(a, "POST", "/api/brand/{brand}/tests/{id}/restore", "restoreTest", s.RestoreTest)
	ask(a, "POST", "/api/brand/{brand}/tests/{id}/read", "readTest", s.ReadTest)
	ask(a, "POST", "/api/brand/{brand}/drops", "planTest", s.PlanTest)
	ask(a, "PUT", "/api/brand/{brand}/tests/{id}/posts", "sayPosts", s.SayPosts)
	ask(a, "POST", "/api/brand/{brand}/tests/{id}/schedule", "scheduleFile", s.ScheduleFile)
	ask(a, "GET", "/api/brand/{brand}/power", "power", s.Power)
	ask(a, "POST", "/api/brand/{brand}/power", "mapPower", s.MapPower)

	ask(a, "GET", "/api/brand/{brand}/reports", "reports", s.Reports)
	ask(a, "POST", "/api/brand/{brand}/reports/preview", "previewReport", s.PreviewReport)
	ask(a, "POST", "/api/brand/{brand}/reports/pdf", "savePDF", s.SavePDF)

	ask(a, "GET", "/api/brand/{brand}/settings", "settings", s.Settings)
	ask(a, "PUT", "/api/brand/{brand}/settings", "saveSettings", s.SaveSettings)
	ask(a, "POST", "/api/backup", "backup", s.BackUp)
	ask(a, "POST", "/api/restore", "restore", s.RestoreBackup)
}

// ask registers one question under its name.
func ask[In, Out any](a huma.API, method, path, name string, do func(context.Context, *In) (*Out, error)) {
	huma.Register(a, huma.Operation{OperationID: name, Method: method, Path: path}, func(ctx context.Context, in *In) (out *Out, err error) {
		defer func() { err = asHTTP(err) }()
		defer Guard(&err)
		return do(ctx, in)
	})
}

// asHTTP turns what people can put right into a problem document with its code and hint; everything
// else is our mistake.
func asHTTP(err error) error {
	var e *shop.Error
	if err == nil {
		return nil
	}
	if errors.As(err, &e) {
		return &refusalBody{Status: http.StatusUnprocessableEntity, Code: e.Code, Message: e.Message, Hint: e.Hint}
	}
	return &refusalBody{Status: http.StatusInternalServerError, Code: "internal", Message: "Something went wrong inside Creatorlift. What you saved is untouched.", Hint: err.Error()}
}

// refusalBody is the body of every answer that is none.
type refusalBody struct {
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func (p *refusalBody) Error() string  { return p.Message }
func (p *refusalBody) GetStatus() int { return p.Status }

func (p *refusalBody) ContentType(string) string { return "application/problem+json" }

// setUpHuma says once, because huma keeps it for the whole process, how refusals and lists look.
var setUpHuma = sync.OnceFunc(func() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		p := &refusalBody{Status: status, Code: "bad_request", Message: msg}
		if len(errs) > 0 {
			p.Message, p.Hint = "Something on this page was not filled in the way Creatorlift expects.", "Look at "+wrongFields(errs)+" again. Nothing was changed."
		}
		return p
	}
	huma.DefaultArrayNullable = false
})

// wrongFields names what a question got wrong, as the page calls it: body.events[0].first is events, first.
func wrongFields(errs []error) string {
	var names []string
	for _, e := range errs {
		name := "the fields"
		var detail *huma.ErrorDetail
		if errors.As(e, &detail) && detail.Location != "" {
			name = "“" + strings.Map(func(r rune) rune {
				if r == '.' || r == '_' {
					return ' '
				}
				return r
			}, strings.TrimPrefix(detail.Location, "body.")) + "”"
		}
		names = append(names, name)
	}
	return listWords(names)
}

// newAPI is the typed contract over a mux.
func newAPI(mux *http.ServeMux) huma.API {
	setUpHuma()
	config := huma.DefaultConfig("Creatorlift", Version)
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // the schema links would carry the host
	a := humago.New(mux, config)
	a.OpenAPI().Components.Schemas.RegisterTypeAlias(reflect.TypeFor[shop.Day](), reflect.TypeFor[string]())
	return a
}

// OpenAPI is the contract as an OpenAPI 3.1 document, from which the TypeScript client is made.
func OpenAPI() ([]byte, error) {
	a := newAPI(http.NewServeMux())
	(&Screen{}).routes(a)
	describeUpload(a.OpenAPI())
	return a.OpenAPI().MarshalJSON()
}
