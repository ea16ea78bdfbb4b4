{{/* What the bot and the job that brings the tables up to date have in common. */}}

{{- define "checkmsg.labels" -}}
app.kubernetes.io/name: checkmsg
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "checkmsg.pod" -}}
automountServiceAccountToken: false
{{- /* Kubernetes would name the addresses of services in variables, CHECKMSG_PORT among them. They look like settings
and are none, and the bot refuses such. */}}
enableServiceLinks: false
{{- with .Values.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
volumes:
  - name: secrets
    secret:
      secretName: {{ .Values.secret.name }}
      defaultMode: 0440
  - name: tmp
    emptyDir:
      medium: Memory
      sizeLimit: 64Mi
{{- end }}

{{- define "checkmsg.container" -}}
name: checkmsg
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
env:
  {{- range .Values.secret.keys }}
  - name: {{ . }}_FILE
    value: /run/secrets/checkmsg/{{ . }}
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
resources: {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop:
      - ALL
volumeMounts:
  - name: secrets
    mountPath: /run/secrets/checkmsg
    readOnly: true
  - name: tmp
    mountPath: /tmp
{{- end }}
