{{- /* Pieces of YAML that a user may give as a map, a list or a templated string. */}}

{{- define "vault.given" -}}
{{- if kindIs "string" .value }}{{ tpl .value .root }}{{ else }}{{ toYaml .value }}{{ end }}
{{- end }}

{{- define "vault.annotations" -}}
{{- if .value }}
annotations:
  {{- include "vault.given" . | trim | nindent 2 }}
{{- end }}
{{- end }}

{{- define "vault.placement" -}}
{{- $root := .root }}
{{- $part := .part }}
{{- range $field := list "affinity" "topologySpreadConstraints" "tolerations" "nodeSelector" }}
{{- with index $part $field }}
{{ $field }}:
  {{- include "vault.given" (dict "root" $root "value" .) | trim | nindent 2 }}
{{- end }}
{{- end }}
{{- with $part.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- if $part.hostNetwork }}
hostNetwork: true
{{- end }}
{{- end }}

{{- define "vault.env" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}

{{- define "vault.imagePullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - {{ if kindIs "string" . }}name: {{ . }}{{ else }}{{ toYaml . }}{{ end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "vault.claim" -}}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: {{ .name }}
    {{- with .storage.annotations }}
    annotations: {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .storage.labels }}
    labels: {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    accessModes: [{{ .storage.accessMode | default "ReadWriteOnce" }}]
    {{- with .storage.storageClass }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .storage.size }}
{{- end }}
