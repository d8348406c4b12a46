{{- define "vault.injector.electsLeader" -}}
{{- if and .Values.injector.leaderElector.enabled (gt (int .Values.injector.replicas) 1) }}yes{{ end }}
{{- end }}

{{- define "vault.injector.env" -}}
{{- $fullname := include "vault.injector.fullname" . }}
{{- $namespace := include "vault.namespace" . }}
{{- $service := print $fullname "-svc" }}
{{- $vault := printf "%s://%s.%s.svc:%v" (include "vault.scheme" .) (include "vault.fullname" .) $namespace .Values.server.service.port }}
{{- with .Values.injector }}
{{- $said := dict
  "AGENT_INJECT_LISTEN" (print ":" .port)
  "AGENT_INJECT_LOG_LEVEL" .logLevel
  "AGENT_INJECT_LOG_FORMAT" .logFormat
  "AGENT_INJECT_VAULT_ADDR" ($.Values.global.externalVaultAddr | default $vault)
  "AGENT_INJECT_VAULT_AUTH_PATH" .authPath
  "AGENT_INJECT_VAULT_IMAGE" (printf "%s:%s" .agentImage.repository .agentImage.tag)
  "AGENT_INJECT_REVOKE_ON_SHUTDOWN" .revokeOnShutdown
  "AGENT_INJECT_CPU_REQUEST" .agentDefaults.cpuRequest
  "AGENT_INJECT_CPU_LIMIT" .agentDefaults.cpuLimit
  "AGENT_INJECT_MEM_REQUEST" .agentDefaults.memRequest
  "AGENT_INJECT_MEM_LIMIT" .agentDefaults.memLimit
  "AGENT_INJECT_DEFAULT_TEMPLATE" .agentDefaults.template
  "AGENT_INJECT_TEMPLATE_CONFIG_EXIT_ON_RETRY_FAILURE" .agentDefaults.templateConfig.exitOnRetryFailure
}}
{{- with .agentDefaults.templateConfig.staticSecretRenderInterval }}
{{- $_ := set $said "AGENT_INJECT_TEMPLATE_STATIC_SECRET_RENDER_INTERVAL" . }}
{{- end }}
{{- if .certs.secretName }}
{{- $_ := set $said "AGENT_INJECT_TLS_CERT_FILE" (print "/etc/webhook/certs/" .certs.certName) }}
{{- $_ := set $said "AGENT_INJECT_TLS_KEY_FILE" (print "/etc/webhook/certs/" .certs.keyName) }}
{{- else }}
{{- $_ := set $said "AGENT_INJECT_TLS_AUTO" (print $fullname "-cfg") }}
{{- $_ := set $said "AGENT_INJECT_TLS_AUTO_HOSTS" (printf "%s,%s.%s,%s.%s.svc" $service $service $namespace $service $namespace) }}
{{- end }}
{{- if include "vault.injector.electsLeader" $ }}
{{- $_ := set $said "AGENT_INJECT_USE_LEADER_ELECTOR" "true" }}
{{- end }}
{{- include "vault.env" $said }}
{{- if include "vault.injector.electsLeader" $ }}
- name: NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- include "vault.env" .extraEnvironmentVars }}
{{- end }}
{{- end }}
