{{- /* The Vault container, piece by piece. */}}

{{- /*
The listener's and storage's configuration may name the pod by placeholders; they are filled in where the
pod's own addresses are known.
*/}}
{{- define "vault.server.start" -}}
cp /vault/config/extraconfig-from-values.hcl /tmp/storageconfig.hcl
for placeholder in HOST_IP POD_IP HOSTNAME API_ADDR TRANSIT_ADDR RAFT_ADDR; do
  eval "actual=\${$placeholder:-}"
  [ -z "$actual" ] || sed -i "s|$placeholder|$actual|g" /tmp/storageconfig.hcl
done
/usr/local/bin/docker-entrypoint.sh vault server -config=/tmp/storageconfig.hcl {{ .Values.server.extraArgs }}
{{- end }}

{{- define "vault.server.env" -}}
{{- $scheme := include "vault.scheme" . }}
{{- range $name, $path := dict "HOST_IP" "status.hostIP" "POD_IP" "status.podIP" "VAULT_K8S_POD_NAME" "metadata.name" "VAULT_K8S_NAMESPACE" "metadata.namespace" "HOSTNAME" "metadata.name" }}
- name: {{ $name }}
  valueFrom:
    fieldRef:
      fieldPath: {{ $path }}
{{- end }}
- name: VAULT_ADDR
  value: {{ $scheme }}://127.0.0.1:8200
- name: VAULT_API_ADDR
  value: {{ .Values.server.ha.apiAddr | default (print $scheme "://$(POD_IP):8200") }}
- name: VAULT_CLUSTER_ADDR
  value: {{ .Values.server.ha.clusterAddr | default (printf "https://$(HOSTNAME).%s-internal:8201" (include "vault.fullname" .)) }}
- name: SKIP_CHOWN
  value: 'true'
- name: SKIP_SETCAP
  value: 'true'
- name: HOME
  value: /home/vault
{{- with .Values.server.logLevel }}
- name: VAULT_LOG_LEVEL
  value: {{ . }}
{{- end }}
{{- with .Values.server.logFormat }}
- name: VAULT_LOG_FORMAT
  value: {{ . }}
{{- end }}
{{- include "vault.env" .Values.server.extraEnvironmentVars }}
{{- range .Values.server.extraSecretEnvironmentVars }}
- name: {{ .envName }}
  valueFrom:
    secretKeyRef:
      name: {{ .secretName }}
      key: {{ .secretKey }}
{{- end }}
{{- end }}

{{- define "vault.server.volumes" -}}
- name: config
  configMap:
    name: {{ include "vault.fullname" . }}-config
- name: home
  emptyDir: {}
{{- range .Values.server.extraVolumes }}
- name: userconfig-{{ .name }}
  {{- if eq .type "secret" }}
  secret:
    secretName: {{ .name }}
  {{- else }}
  configMap:
    name: {{ .name }}
  {{- end }}
    defaultMode: {{ .defaultMode | default 420 }}
{{- end }}
{{- with .Values.server.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "vault.server.mounts" -}}
- name: config
  mountPath: /vault/config
- name: home
  mountPath: /home/vault
{{- if eq (toString .Values.server.auditStorage.enabled) "true" }}
- name: audit
  mountPath: {{ .Values.server.auditStorage.mountPath }}
{{- end }}
{{- if include "vault.server.keepsData" . }}
- name: data
  mountPath: {{ .Values.server.dataStorage.mountPath }}
{{- end }}
{{- range .Values.server.extraVolumes }}
- name: userconfig-{{ .name }}
  readOnly: true
  mountPath: {{ .path | default "/vault/userconfig" }}/{{ .name }}
{{- end }}
{{- with .Values.server.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* Only a server that stores on its own disk has a data volume. */}}
{{- define "vault.server.keepsData" -}}
{{- if and (eq (include "vault.mode" .) "standalone") (eq (toString .Values.server.dataStorage.enabled) "true") }}yes{{ end }}
{{- end }}

{{- define "vault.server.probeTimes" -}}
{{- range $time := list "failureThreshold" "initialDelaySeconds" "periodSeconds" "successThreshold" "timeoutSeconds" }}
{{ $time }}: {{ index $ $time }}
{{- end }}
{{- end }}

{{- /* Exit code 0 is unsealed; sealed and uninitialised are both not ready. */}}
{{- define "vault.server.probes" -}}
{{- with .Values.server.readinessProbe }}
{{- if .enabled }}
readinessProbe:
  {{- if .path }}
  httpGet:
    path: {{ .path | quote }}
    port: {{ .port | default 8200 }}
    scheme: {{ include "vault.scheme" $ | upper }}
  {{- else }}
  exec:
    command: [/bin/sh, -ec, vault status -tls-skip-verify]
  {{- end }}
  {{- include "vault.server.probeTimes" . | nindent 2 }}
{{- end }}
{{- end }}
{{- with .Values.server.livenessProbe }}
{{- if .enabled }}
livenessProbe:
  httpGet:
    path: {{ .path | quote }}
    port: {{ .port | default 8200 }}
    scheme: {{ include "vault.scheme" $ | upper }}
  {{- include "vault.server.probeTimes" . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
