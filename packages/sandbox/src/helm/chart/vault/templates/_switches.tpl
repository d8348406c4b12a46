{{- /* Which parts are wanted. Each answers "yes" or nothing. */}}

{{- /* A switch is on, off, or "-": as the chart as a whole is. */}}
{{- define "vault.switch" -}}
{{- $asked := toString .value }}
{{- if eq $asked "-" }}{{ if .root.Values.global.enabled }}yes{{ end }}
{{- else if eq $asked "true" }}yes
{{- end }}
{{- end }}

{{- define "vault.server.on" -}}
{{- if and .Values.global.enabled (not .Values.global.externalVaultAddr) }}
{{- include "vault.switch" (dict "root" . "value" .Values.server.enabled) }}
{{- end }}
{{- end }}

{{- define "vault.injector.on" -}}
{{- include "vault.switch" (dict "root" . "value" .Values.injector.enabled) }}
{{- end }}

{{- define "vault.ui.on" -}}
{{- if include "vault.server.on" . }}
{{- include "vault.switch" (dict "root" . "value" .Values.ui.enabled) }}
{{- end }}
{{- end }}

{{- /* "ha", "standalone" or nothing; nothing renders no StatefulSet. */}}
{{- define "vault.mode" -}}
{{- if .Values.server.dev.enabled }}{{ fail "the sandbox's stand-in chart has no server.dev mode" }}{{ end }}
{{- if .Values.server.ha.enabled }}
{{- if .Values.server.ha.raft.enabled }}{{ fail "the sandbox's stand-in chart has no server.ha.raft mode" }}{{ end }}
{{- "ha" }}
{{- else if include "vault.switch" (dict "root" . "value" .Values.server.standalone.enabled) }}
{{- "standalone" }}
{{- end }}
{{- end }}

{{- /* At most this many pods may be away while a majority stays. */}}
{{- define "vault.maxUnavailable" -}}
{{- $given := .Values.server.ha.disruptionBudget.maxUnavailable }}
{{- $most := div (sub (int .Values.server.ha.replicas) 1) 2 | max 0 }}
{{- kindIs "invalid" $given | ternary $most $given }}
{{- end }}

{{- /* What the official chart can do and this stand-in cannot is not left out silently. */}}
{{- define "vault.refuseNotImitated" -}}
{{- range $path, $on := dict
  "csi.enabled" .Values.csi.enabled
  "global.openshift" .Values.global.openshift
  "global.psp.enable" .Values.global.psp.enable
  "injector.metrics.enabled" .Values.injector.metrics.enabled
  "injector.externalVaultAddr" .Values.injector.externalVaultAddr
  "server.enterpriseLicense.secretName" .Values.server.enterpriseLicense.secretName
  "server.livenessProbe.execCommand" .Values.server.livenessProbe.execCommand
  "server.route.enabled" .Values.server.route.enabled
  "server.serviceAccount.createSecret" .Values.server.serviceAccount.createSecret
  "serverTelemetry.serviceMonitor.enabled" .Values.serverTelemetry.serviceMonitor.enabled
  "serverTelemetry.prometheusRules.enabled" .Values.serverTelemetry.prometheusRules.enabled
}}
{{- if $on }}{{ fail (printf "the sandbox's stand-in chart does not imitate %s" $path) }}{{ end }}
{{- end }}
{{- end }}
