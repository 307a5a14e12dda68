// Prints the table of Go types behind a pod template (src/sim/rollout/template/go-types-*.txt), for the hash of a revision.
// With another Kubernetes version: go mod init x && go get k8s.io/api@v0.36.3 && go run .
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

var seen = map[string]reflect.Type{}
var order []string

func visit(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		if t.Name() == "" {
			visit(t.Elem())
			return
		}
	case reflect.Map:
		if t.Name() == "" {
			visit(t.Key())
			visit(t.Elem())
			return
		}
	}
	if t.PkgPath() == "" {
		return
	}
	n := t.String()
	if o, ok := seen[n]; ok {
		if o != t {
			panic("two types " + n)
		}
		return
	}
	seen[n] = t
	switch n {
	case "resource.Quantity", "intstr.IntOrString", "v1.Time", "v1.FieldsV1":
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		order = append(order, n)
		for i := 0; i < t.NumField(); i++ {
			visit(t.Field(i).Type)
		}
	case reflect.Slice:
		visit(t.Elem())
	case reflect.Map:
		visit(t.Key())
		visit(t.Elem())
	}
}

func main() {
	visit(reflect.TypeOf(corev1.PodTemplateSpec{}))
	var names []string
	for n := range seen {
		names = append(names, n)
	}
	sort.Strings(names)
	out := &strings.Builder{}
	out.WriteString("# Go types of v1.PodTemplateSpec in Kubernetes 1.36 (k8s.io/api v0.36.3, Apache License 2.0), in the order of their fields.\n")
	out.WriteString("# N type underlying; S type, then its fields: Go name, JSON name (. = inline), o = omitempty or -, type.\n")
	for _, n := range names {
		t := seen[n]
		switch {
		case n == "resource.Quantity" || n == "intstr.IntOrString" || n == "v1.Time" || n == "v1.FieldsV1":
		case t.Kind() == reflect.Struct:
		case t.Kind() == reflect.Map:
			fmt.Fprintf(out, "N %s map[%s]%s\n", n, t.Key(), t.Elem())
		case t.Kind() == reflect.Slice:
			fmt.Fprintf(out, "N %s []%s\n", n, t.Elem())
		default:
			fmt.Fprintf(out, "N %s %s\n", n, t.Kind())
		}
	}
	sort.Strings(order)
	for _, n := range order {
		t := seen[n]
		fmt.Fprintf(out, "S %s\n", n)
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			tag := strings.Split(f.Tag.Get("json"), ",")
			name, opt := tag[0], "-"
			for _, o := range tag[1:] {
				if o == "inline" {
					name = "."
				}
				if o == "omitempty" {
					opt = "o"
				}
				if o == "omitzero" && opt == "-" {
					opt = "z"
				}
			}
			if name == "" {
				name = "."
			}
			fmt.Fprintf(out, " %s %s %s %s\n", f.Name, name, opt, f.Type)
		}
	}
	os.Stdout.WriteString(out.String())
}
