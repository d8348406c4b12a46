{{- /* What things are called, and the labels that say so. */}}

{{- define "vault.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* The release's own name when it already says "vault", otherwise both. */}}
{{- define "vault.fullname" -}}
{{- $kind := .Values.nameOverride | default .Chart.Name }}
{{- $both := ternary .Release.Name (print .Release.Name "-" $kind) (contains $kind .Release.Name) }}
{{- .Values.fullnameOverride | default $both | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "vault.namespace" -}}
{{ .Values.global.namespace | default .Release.Namespace }}
{{- end }}

{{- define "vault.injector.label" -}}
{{ include "vault.name" . }}-agent-injector
{{- end }}

{{- define "vault.injector.fullname" -}}
{{ include "vault.fullname" . }}-agent-injector
{{- end }}

{{- define "vault.serviceAccount" -}}
{{- $given := .Values.server.serviceAccount.name }}
{{- if .Values.server.serviceAccount.create }}{{ $given | default (include "vault.fullname" .) }}
{{- else }}{{ $given | default "default" }}
{{- end }}
{{- end }}

{{- define "vault.scheme" -}}
{{ ternary "http" "https" .Values.global.tlsDisable }}
{{- end }}

{{- define "vault.chartLabel" -}}
helm.sh/chart: {{ print .Chart.Name "-" .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "vault.labels" -}}
app.kubernetes.io/name: {{ include "vault.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "vault.injector.labels" -}}
app.kubernetes.io/name: {{ include "vault.injector.label" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "vault.server.selector" -}}
app.kubernetes.io/name: {{ include "vault.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
component: server
{{- end }}

{{- define "vault.injector.selector" -}}
app.kubernetes.io/name: {{ include "vault.injector.label" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
component: webhook
{{- end }}
