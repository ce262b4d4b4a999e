"""Templates of answers as an aggregate."""

from documents.kernel.aggregate import Aggregate, ObjectType
from documents.response_templates.document import ResponseTemplate
from documents.response_templates.resource import RESPONSE_TEMPLATES

AGGREGATE = Aggregate(
    records=(ResponseTemplate,),
    resources=(RESPONSE_TEMPLATES,),
    object_types=(ObjectType("ResponseTemplate", RESPONSE_TEMPLATES),),
    loaded={ResponseTemplate: "Шаблон ответа загружен"},
)
